import Foundation
import Notifications
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The host's own resolver, asked in threads of its own: it blocks, for half a minute if a name's server wants it so, and must
/// hold up neither a thread that others wait for nor the question for another name.
final class SystemResolver: Sendable {
    typealias Answer = Result<[IPAddress], LookupTrouble>

    /// Names that are asked for at the same moment, each by one thread however many wait for it.
    private static let mostQuestions = 128

    /// Who waits for which name.
    private let waiting = Mutex<[String: [AsyncStream<Answer>.Continuation]]>([:])

    /// Comes back at once when cancelled; the question is then asked to its end for nobody.
    func addresses(of host: String) async -> Answer {
        let (answers, continuation) = AsyncStream<Answer>.makeStream()
        enum Turn { case asks, joins, refused }
        let turn = waiting.withLock { waiting -> Turn in
            if waiting[host] != nil {
                waiting[host]?.append(continuation)
                return .joins
            }
            guard waiting.count < Self.mostQuestions else { return .refused }
            waiting[host] = [continuation]
            return .asks
        }
        switch turn {
        case .refused:
            return .failure(LookupTrouble(reason: "too many other names are being looked up"))
        case .asks:
            Thread.detachNewThread { [self] in
                let answer = Self.ask(host)
                let answered = waiting.withLock { $0.removeValue(forKey: host) ?? [] }
                for continuation in answered { continuation.yield(answer) }
            }
        case .joins: break
        }
        for await answer in answers { return answer }
        return .failure(LookupTrouble(reason: "the question was withdrawn"))
    }

    /// Blocks. The order is that of RFC 6724, as this host's resolver is configured.
    private static func ask(_ host: String) -> Answer {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        #if canImport(Glibc)
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
            hints.ai_socktype = SOCK_STREAM
        #endif
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, nil, &hints, &list)
        defer { if list != nil { freeaddrinfo(list) } }
        guard status == 0 else {
            return .failure(LookupTrouble(reason: String(cString: gai_strerror(status))))
        }
        var addresses: [IPAddress] = []
        var next = list
        while let entry = next {
            if let address = IPAddress(entry.pointee), !addresses.contains(address) { addresses.append(address) }
            next = entry.pointee.ai_next
        }
        return .success(addresses)
    }
}

extension IPAddress {
    fileprivate init?(_ entry: addrinfo) {
        guard let socketAddress = entry.ai_addr else { return nil }
        switch entry.ai_family {
        case AF_INET:
            let bytes = socketAddress.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { address in
                withUnsafeBytes(of: address.pointee.sin_addr) { Array($0) }
            }
            self.init(networkBytes: bytes)
        case AF_INET6:
            let bytes = socketAddress.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { address in
                withUnsafeBytes(of: address.pointee.sin6_addr) { Array($0) }
            }
            self.init(networkBytes: bytes)
        default: return nil
        }
    }
}
