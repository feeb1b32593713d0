import Configuration
import Couriers
import Notifications
import WindowService

/// How messages leave the machine, beside what the service decides about them.
struct CourierConfiguration: Equatable {
    /// What hands mail over: any program that takes `sendmail`'s options.
    var sendmailPath = "/usr/sbin/sendmail"
    /// Certificates of authorities that are trusted besides the system's, in PEM.
    var trustedCertificatesPath: String?
}

extension ServiceConfiguration {
    static let notificationKeys: Set = [
        "notifications.mailFrom", "notifications.sendmail", "notifications.trustedCertificates",
        "notifications.allowedAddresses", "notifications.deliveryPolicy", "notifications.largestConcurrency",
    ]

    mutating func readNotifications(_ config: ConfigReader) throws {
        func text(_ key: String) -> String? {
            config.string(forKey: ConfigKey(["notifications", key])).flatMap { $0.isEmpty ? nil : $0 }
        }
        func wrong(_ key: String, _ why: String) -> ConfigurationError {
            .notification(key: "notifications.\(key)", reason: why.hasSuffix(".") ? String(why.dropLast()) : why)
        }
        if let sender = text("mailFrom") {
            guard let address = try? MailAddress(sender) else {
                throw wrong("mailFrom", "“\(sender)” is no mail address")
            }
            settings.notifications.mailFrom = address
        }
        couriers.sendmailPath = text("sendmail") ?? couriers.sendmailPath
        if let path = text("trustedCertificates") {
            do throws(UnreadableCertificates) {
                _ = try HTTPCourier(trustedCertificatesPath: path)
            } catch {
                throw wrong("trustedCertificates", error.message)
            }
            couriers.trustedCertificatesPath = path
        }
        let list = config.stringArray(forKey: ConfigKey(["notifications", "allowedAddresses"]))
        if list?.isEmpty == true { throw wrong("allowedAddresses", "the list is empty, and nothing could be sent") }
        if let words = list ?? text("allowedAddresses").map({ [$0] }) {
            var allowed: Set<AddressKind> = []
            for word in words.flatMap({ $0.split(whereSeparator: { $0 == "," || $0 == " " }) }) {
                guard let kind = AddressKind(rawValue: String(word)), kind != .unusable else {
                    throw wrong("allowedAddresses", "“\(word)” is none of \(Self.addressWords(AddressKind.allCases))")
                }
                allowed.insert(kind)
            }
            settings.notifications.endpointRules = EndpointRules(allowed: allowed)
        }
        if let json = text("deliveryPolicy") {
            do throws(InvalidParameter) {
                settings.notifications.deliveryPolicy = try DeliveryPolicy(subscriptionJSON: json)
            } catch {
                throw wrong("deliveryPolicy", error.reason)
            }
        }
        try Self.read(
            config, "notifications.largestConcurrency", 1...100_000,
            into: &settings.notifications.largestConcurrency)
    }

    private static func addressWords(_ kinds: some Sequence<AddressKind>) -> String {
        AddressKind.allCases.filter { $0 != .unusable && kinds.contains($0) }.map(\.rawValue).joined(separator: ", ")
    }

    var notificationSummary: String {
        let notifications = settings.notifications
        return """
            notifications:
              mailFrom: "\(notifications.mailFrom?.text ?? "")"
              sendmail: \(couriers.sendmailPath)
              trustedCertificates: "\(couriers.trustedCertificatesPath ?? "")"
              allowedAddresses: \(Self.addressWords(notifications.endpointRules.allowed))
              deliveryPolicy: '\(notifications.deliveryPolicy.subscriptionJSON)'
              largestConcurrency: \(notifications.largestConcurrency)

            """
    }
}
