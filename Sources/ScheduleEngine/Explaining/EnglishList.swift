/// How values are listed in a sentence.
enum EnglishList {
    /// `a`, `a and b`, `a, b and c`.
    static func joined(_ words: [String]) -> String {
        guard words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " and " + words[words.count - 1]
    }

    /// Ascending values as first and last of each unbroken run; with a modulus the end of the field meets its start
    /// (November to February).
    static func consecutive(_ values: [Int], modulus: ClosedRange<Int>?) -> [(Int, Int)] {
        var runs: [(Int, Int)] = []
        for value in values {
            if let last = runs.last, last.1 + 1 == value {
                runs[runs.count - 1].1 = value
            } else {
                runs.append((value, value))
            }
        }
        if let modulus, runs.count > 1, runs[0].0 == modulus.lowerBound, runs[runs.count - 1].1 == modulus.upperBound {
            runs[runs.count - 1].1 = runs[0].1
            runs.removeFirst()
        }
        return runs
    }

    /// Runs of three and more as `first to last`, shorter ones value by value.
    static func spelled(_ runs: [(Int, Int)], _ name: (Int) -> String) -> [String] {
        runs.flatMap { first, last in
            switch last - first {
            case 0: [name(first)]
            case 1: [name(first), name(last)]
            default: ["\(name(first)) to \(name(last))"]
            }
        }
    }

    static func runs(_ values: [Int]) -> String { joined(spelled(consecutive(values, modulus: nil)) { String($0) }) }

    /// The distance between values that are evenly spaced by more than 1.
    static func interval(_ values: [Int]) -> Int? {
        guard values.count > 2 else { return nil }
        let interval = values[1] - values[0]
        let isEven = zip(values, values.dropFirst()).allSatisfy { $1 - $0 == interval }
        return isEven && interval > 1 ? interval : nil
    }

    /// `every 15 minutes`, when that is the whole truth: from 0 on, and even across the end of the field.
    static func steps(_ values: [Int], through last: Int, unit: String) -> String? {
        if values.count == last + 1 { return "every \(unit)" }
        guard values.count > 1, values[0] == 0, (last + 1) % values.count == 0 else { return nil }
        let step = (last + 1) / values.count
        return values == Array(stride(from: 0, through: last, by: step)) ? "every \(step) \(unit)s" : nil
    }

    /// `09:30`, and `09:30:24` when there are seconds.
    static func clock(hour: Int, minute: Int, second: Int) -> String {
        "\(padded(hour, to: 2)):\(padded(minute, to: 2))" + (second == 0 ? "" : ":\(padded(second, to: 2))")
    }
}

enum EnglishName {
    static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    static let counts = ["first", "second", "third", "fourth", "fifth"]

    static func ordinal(_ number: Int) -> String {
        switch (number % 100, number % 10) {
        case (11...13, _): "\(number)th"
        case (_, 1): "\(number)st"
        case (_, 2): "\(number)nd"
        case (_, 3): "\(number)rd"
        default: "\(number)th"
        }
    }
}

extension String {
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }

    func replacingFirst(_ word: String, with other: String) -> String {
        hasPrefix(word) ? other + dropFirst(word.count) : self
    }
}
