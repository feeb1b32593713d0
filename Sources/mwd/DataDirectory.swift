import Foundation
import Glibc
import WindowCore

/// The directory that belongs to one running service.
struct DataDirectory {
    enum Failure: UserFacingError {
        case cannotCreate(path: String, reason: String)
        case inUse(path: String)

        var code: String { "DataDirectory" }

        var message: String {
            switch self {
            case .cannotCreate(let path, let reason): "The data directory “\(path)” cannot be used: \(reason)."
            case .inUse(let path): "Another mwd uses the data directory “\(path)”."
            }
        }

        var hint: String? {
            switch self {
            case .cannotCreate: "Name another one with --data-dir, or give the service's user the right to write there."
            case .inUse: "Stop it first, or name another directory with --data-dir."
            }
        }
    }

    let path: String
    var databasePath: String { "\(path)/mwd.sqlite" }
    var sshControlDirectory: String { "\(path)/ssh" }
    var spoolDirectory: String { "\(path)/spool" }

    /// Creates the directory for its owner alone, and holds it for as long as the process lives.
    init(claiming path: String) throws(Failure) {
        self.path = path
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw .cannotCreate(path: path, reason: String(cString: strerror(errno)))
        }
        // The descriptor is left open on purpose: the kernel lets the lock go with the process, however that ends.
        let lock = open("\(path)/mwd.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw .cannotCreate(path: path, reason: String(cString: strerror(errno))) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            throw .inUse(path: path)
        }
    }
}
