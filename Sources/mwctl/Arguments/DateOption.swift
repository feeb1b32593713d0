import ScheduleEngine

/// Moments on a command line, refused under the name of their flag.
enum DateOption {
    /// - Throws: a usage complaint for the first that is not a moment; `nil` is one that was not given.
    static func check(_ options: (flag: String, text: String?)...) throws(Complaint) {
        for option in options { _ = try moment(option.text, option.flag) }
    }

    static func moment(_ text: String?, _ flag: String) throws(Complaint) -> Moment? {
        guard let text else { return nil }
        do throws(ScheduleError) {
            return try Moment(parsing: text)
        } catch {
            let complaint = Complaint(error)
            throw Complaint(complaint.status, "\(flag): \(complaint.message)", hint: complaint.hint)
        }
    }
}
