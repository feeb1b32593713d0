// Built in one module with the sources of ScheduleEngine; see ./run.

/// Whatever the bytes are: the parser answers, its errors can be read, and what it accepts obeys the laws of schedules.
///
/// The first byte chooses policy, offset and zone, the next four an instant, the rest is the expression.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 5 else { return 0 }
    let bytes = UnsafeBufferPointer(start: start, count: count)
    let text = String(decoding: bytes[5...], as: UTF8.self)
    let instant = bytes[1..<5].reduce(Int64(0)) { $0 << 8 | Int64($1) }
    let expression: ScheduleExpression
    do {
        expression = try ScheduleExpression(parsing: text)
    } catch {
        precondition(!error.message.isEmpty && !error.description.isEmpty)
        _ = try? Moment(parsing: text)
        // Looking for similar names costs more than all the rest, so not every time.
        if bytes[0] >> 4 == 0 { _ = try? TimeZoneRules.named(text) }
        return 0
    }
    precondition((try? ScheduleExpression(parsing: expression.description)) == expression, "\(text) → \(expression)")
    precondition(!expression.explanation.isEmpty)

    let choice = bytes[0]
    let after = Moment(millisecondsSince1970: instant * 1_700 - (choice & 1 == 0 ? 0 : 1))
    let policy: DaylightSavingPolicy = choice & 2 == 0 ? .shift : .skip
    var offset: Int?
    if case .cron = expression, choice & 4 != 0 { offset = Int(choice >> 3) % 6 + 1 }
    let zone = zones[Int(choice >> 5) % zones.count]
    guard
        let schedule = try? Schedule(
            expression: expression, zone: zone, offsetDays: offset, activatedAt: after, daylightSaving: policy)
    else { preconditionFailure("\(text) does not compile") }
    var cursor = after
    for _ in 0..<4 {
        guard let next = schedule.next(after: cursor) else { break }
        precondition(next.moment > cursor, "\(text): next is not later than \(cursor)")
        let later = Moment(millisecondsSince1970: next.moment.millisecondsSince1970 + 1)
        precondition(schedule.previous(before: later) == next, "\(text): previous disagrees at \(next.moment)")
        if let previous = schedule.previous(before: next.moment) {
            precondition(previous.moment <= cursor, "\(text): \(previous.moment) was left out after \(cursor)")
        }
        cursor = next.moment
    }
    return 0
}

private let zones = [
    "UTC", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca", "Europe/Dublin",
].map { (try? TimeZoneRules.named($0)) ?? .utc }
