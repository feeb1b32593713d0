import Glibc

// Reading files with the C library alone: this room links no Foundation.

func environment(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
}

/// What distinguishes one edition of a file from the next.
struct FileStamp: Hashable, Sendable {
    private let modifiedSeconds: Int
    private let modifiedNanoseconds: Int
    private let size: Int
    private let inode: UInt
    let isDirectory: Bool

    /// - Returns: `nil` when there is no such file, or it is neither a regular file nor a directory.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        let kind = status.st_mode & S_IFMT
        guard kind == S_IFREG || kind == S_IFDIR else { return nil }
        isDirectory = kind == S_IFDIR
        modifiedSeconds = status.st_mtim.tv_sec
        modifiedNanoseconds = status.st_mtim.tv_nsec
        size = Int(status.st_size)
        inode = UInt(status.st_ino)
    }
}

/// - Returns: `nil` when the file cannot be read or is longer than `limit` bytes (unless `truncating`).
func readFile(_ path: String, limit: Int, truncating: Bool = false) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16384)
    while true {
        let count = read(descriptor, &chunk, chunk.count)
        if count < 0 {
            if errno == EINTR { continue }
            return nil
        }
        if count == 0 { return bytes }
        bytes += chunk[..<count]
        if bytes.count > limit { return truncating ? Array(bytes[..<limit]) : nil }
    }
}

/// The names in a directory, unsorted; none when it cannot be read.
func directoryEntries(_ path: String) -> [String] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { names.append(name) }
    }
    return names
}
