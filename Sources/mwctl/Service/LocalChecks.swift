import AWSWire
import Foundation
import Glibc
import ScheduleEngine

/// What can be seen from this machine without the service, and beside what it says of itself.
struct LocalChecks {
    let address: ControlAddress
    var environment: (String) -> String? = { Environment[$0] }

    /// More skew than this makes signed requests fail sooner or later: the service allows five minutes.
    private static let mostSkewSeconds = 60.0
    private static let leastFreeBytes: UInt64 = 100 << 20
    private static let comfortableFreeBytes: UInt64 = 1 << 30

    /// The way to the service: the socket and its permissions, or the credentials.
    func reach() -> [Check] {
        switch address {
        case .socket(let path):
            var info = stat()
            guard stat(path, &info) == 0 else {
                let hint =
                    errno == EACCES
                    ? "Run it as root or as a member of the socket's group." : "Start the service: systemctl start mwd."
                return [Check("socket", .failed, "\(path): \(String(cString: strerror(errno)).lowercased())", hint)]
            }
            guard info.st_mode & S_IFMT == S_IFSOCK else {
                return [Check("socket", .failed, "\(path) is not a socket", "Name the service's socket with --socket.")]
            }
            guard access(path, R_OK | W_OK) == 0 else {
                return [
                    Check(
                        "socket", .failed, "\(path): permission denied",
                        "Run it as root or as a member of the socket's group (ls -l \(path)).")
                ]
            }
            let isOpenToAll = info.st_mode & 0o006 != 0
            return [
                Check(
                    "socket", isOpenToAll ? .warning : .good,
                    isOpenToAll ? "\(path) is open to every user, each an administrator here" : path,
                    isOpenToAll ? "chmod o= \(path)" : nil)
            ]
        case .endpoint(let url, _):
            let hasKey = environment("AWS_ACCESS_KEY_ID") != nil && environment("AWS_SECRET_ACCESS_KEY") != nil
            return [
                Check(
                    "credentials", hasKey ? .good : .failed,
                    hasKey ? "set for \(url)" : "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not both set",
                    hasKey ? nil : "Make a key on the service's machine: mwctl key create --role operator.")
            ]
        }
    }

    /// What the service says, against this machine's view.
    func compare(_ status: GetServiceStatusResult, now: Date) -> [Check] {
        var checks: [Check] = []
        if let theirs = status.now {
            let skew = theirs.timeIntervalSince(now)
            let isFar = abs(skew) > Self.mostSkewSeconds
            checks.append(
                Check(
                    "clock", isFar ? .failed : .good,
                    isFar
                        ? "the service's clock is \(Wording.span(seconds: abs(skew))) \(skew > 0 ? "ahead" : "behind")"
                        : "agrees with the service's",
                    isFar ? "Set both clocks by NTP: timedatectl set-ntp true." : nil))
        }
        let theirs = status.timeZoneDataVersion
        let ours = TimeZoneDatabase.system.version
        if let theirs, let ours, theirs != ours {
            checks.append(
                Check(
                    "time zones", .warning, "the service has tzdata \(theirs), this machine \(ours)",
                    "Upgrade the older one; zone rules change every year."))
        }
        checks += (status.warnings ?? []).map { Check("service", .warning, $0.message ?? $0.code ?? "") }
        return checks
    }

    /// What the service would find here, when this is its machine.
    func machine() -> [Check] {
        var checks = [timeZones()]
        guard case .socket(let path) = address else { return checks }
        checks.append(sshClient())
        let usual = "/var/lib/mwd"
        let directory =
            environment("MWD_DATA_DIR")
            ?? (path.hasPrefix("/run/") && access(usual, F_OK) == 0
                ? usual : URL(fileURLWithPath: path).deletingLastPathComponent().path)
        checks.append(freeSpace("data directory", directory))
        checks.append(spool(in: directory))
        return checks
    }

    private func timeZones() -> Check {
        guard let version = TimeZoneDatabase.system.version else {
            return Check(
                "time zones", .failed, "there is no time zone database", "Install the package tzdata, or set TZDIR.")
        }
        return Check("time zones", .good, "tzdata \(version)")
    }

    private func sshClient() -> Check {
        let found = (environment("PATH") ?? "").split(separator: ":").map { String($0) + "/ssh" }
            .first(where: Self.isProgram)
        return found.map { Check("ssh", .good, $0) }
            ?? Check(
                "ssh", .warning, "there is no ssh on PATH; only local nodes can be reached", "Install openssh-client.")
    }

    /// A directory can be entered by the same right by which a program can be run.
    static func isProgram(_ path: String) -> Bool {
        var info = stat()
        return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
    }

    private func freeSpace(_ name: String, _ directory: String) -> Check {
        var info = statvfs()
        guard statvfs(directory, &info) == 0 else {
            return Check(name, .warning, "\(directory): \(String(cString: strerror(errno)).lowercased())")
        }
        let free = UInt64(info.f_bavail) * UInt64(info.f_frsize)
        let text = "\(directory) has \(free >> 20) MiB free"
        if free < Self.leastFreeBytes {
            return Check(name, .failed, text, "Make room: without it nothing can be recorded.")
        }
        if free < Self.comfortableFreeBytes {
            return Check(name, .warning, text, "Make room, or shorten the retention.")
        }
        return Check(name, .good, text)
    }

    /// Where work on `local` nodes is spooled by default.
    private func spool(in directory: String) -> Check {
        let spool = directory + "/spool"
        if access(spool, F_OK) != 0 {
            return Check("spool", .good, "\(spool) is made at the first work on a local node")
        }
        return freeSpace("spool", spool)
    }
}
