import ScheduleEngine

/// Answers lines of `expression<TAB>timezone<TAB>after<TAB>count[<TAB>start=…;end=…;offset=…]`, one line each.
///
/// An answer is RFC 3339 instants in UTC with single blanks between them (fewer than asked for when no more exist),
/// `none`, or `error: …`.
struct ScheduleBatch {
    private let daylightSaving: DaylightSavingPolicy
    /// By the text of the first two fields: files of schedules repeat themselves.
    private var prepared: [String: Result<Prepared, ScheduleError>] = [:]

    /// Bounds the memory of a batch in which nothing repeats.
    private static let mostPrepared = 8192

    private struct Prepared {
        let expression: ScheduleExpression
        let zone: TimeZoneRules
        /// What fits every line without options, when activation does not matter to it.
        let schedule: Schedule?
    }

    /// A line that has no answer, as the sentence after `error: `.
    private struct Refusal: Error {
        let sentence: String

        init(_ sentence: String) { self.sentence = sentence }
        init(_ error: ScheduleError) { sentence = error.description }
    }

    init(daylightSaving: DaylightSavingPolicy) { self.daylightSaving = daylightSaving }

    /// Appends the answer to one line, and a newline.
    /// - Parameters:
    ///   - line: without its newline; a carriage return at its end is dropped.
    ///   - spill: called now and then with the output so far, which it may write and empty.
    mutating func answer(
        _ line: some RandomAccessCollection<UInt8>, into output: inout [UInt8], spill: (inout [UInt8]) -> Void
    ) {
        do throws(Refusal) {
            let fields = (line.last == UInt8(ascii: "\r") ? line.dropLast() : line[...])
                .split(separator: UInt8(ascii: "\t"), maxSplits: 5, omittingEmptySubsequences: false)
            guard !line.isEmpty else { throw Refusal("The line is empty.") }
            guard (4...5).contains(fields.count) else {
                throw Refusal(
                    "The line has \(Wording.count(fields.count, "field")); "
                        + "write expression, timezone, after and count with tabs between."
                )
            }
            let after = try Self.moment(String(decoding: fields[2], as: UTF8.self))
            guard let count = Int(String(decoding: fields[3], as: UTF8.self)), count >= 1 else {
                throw Refusal("The count must be a whole number from 1 on.")
            }
            let options = fields.count == 5 ? String(decoding: fields[4], as: UTF8.self) : ""
            let schedule = try schedule(fields[0], fields[1], options: options, after: after)
            append(schedule, after: after, count: count, to: &output, spill: spill)
        } catch {
            output += "error: ".utf8
            output += error.sentence.utf8
        }
        output.append(UInt8(ascii: "\n"))
    }

    private func append(
        _ schedule: Schedule, after: Moment, count: Int, to output: inout [UInt8], spill: (inout [UInt8]) -> Void
    ) {
        var cursor = after
        var written = 0
        while written < count, let occurrence = schedule.next(after: cursor) {
            if written > 0 { output.append(UInt8(ascii: " ")) }
            cursor = occurrence.moment
            InstantText.append(cursor, to: &output)
            written += 1
            if written % 1024 == 0 { spill(&output) }
        }
        if written == 0 { output += "none".utf8 }
    }

    private mutating func schedule<Field: Collection<UInt8>>(
        _ expression: Field, _ zone: Field, options: String, after: Moment
    ) throws(Refusal) -> Schedule {
        let prepared = try prepare(expression, zone)
        if options.isEmpty, let schedule = prepared.schedule { return schedule }
        let options = try Options(options)
        do throws(ScheduleError) {
            return try Schedule(
                expression: prepared.expression, zone: prepared.zone, offsetDays: options.offsetDays,
                startsAt: options.startsAt, endsAt: options.endsAt, activatedAt: after,
                daylightSaving: daylightSaving)
        } catch {
            throw Refusal(error)
        }
    }

    private mutating func prepare<Field: Collection<UInt8>>(
        _ expression: Field, _ zone: Field
    ) throws(Refusal) -> Prepared {
        let text = String(decoding: expression, as: UTF8.self)
        let zoneName = String(decoding: zone, as: UTF8.self)
        let key = zoneName.isEmpty ? text : text + "\t" + zoneName
        let result: Result<Prepared, ScheduleError>
        if let known = prepared[key] {
            result = known
        } else {
            result = read(text, zoneName)
            if prepared.count >= Self.mostPrepared { prepared.removeAll(keepingCapacity: true) }
            prepared[key] = result
        }
        switch result {
        case .success(let prepared): return prepared
        case .failure(let error): throw Refusal(error)
        }
    }

    private func read(_ text: String, _ zoneName: String) -> Result<Prepared, ScheduleError> {
        do throws(ScheduleError) {
            let expression = try ScheduleExpression(parsing: text)
            let zone = zoneName.isEmpty ? TimeZoneRules.utc : try TimeZoneRules.named(zoneName)
            var schedule: Schedule?
            switch expression {
            case .rate: break
            // Without an offset the activation bounds neither of these.
            case .cron, .at:
                schedule = try Schedule(
                    expression: expression, zone: zone, activatedAt: .earliest, daylightSaving: daylightSaving)
            }
            return .success(Prepared(expression: expression, zone: zone, schedule: schedule))
        } catch {
            return .failure(error)
        }
    }

    private static func moment(_ text: String) throws(Refusal) -> Moment {
        do throws(ScheduleError) {
            return try Moment(parsing: text)
        } catch {
            throw Refusal(error)
        }
    }

    /// The fifth field.
    private struct Options {
        var startsAt: Moment?
        var endsAt: Moment?
        var offsetDays: Int?

        init(_ text: String) throws(Refusal) {
            for part in text.split(separator: ";") {
                let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                let value = halves.count == 2 ? String(halves[1]) : ""
                switch halves[0] {
                case "start": startsAt = try ScheduleBatch.moment(value)
                case "end": endsAt = try ScheduleBatch.moment(value)
                case "offset":
                    guard let days = Int(value) else { throw Refusal("The offset must be a whole number of days.") }
                    offsetDays = days
                default: throw Refusal("The fifth field takes start=, end= and offset= with semicolons between.")
                }
            }
        }
    }
}
