import Couriers
import Notifications
import WindowService

/// What carries messages, as it was configured.
struct CourierAssembly {
    let http: HTTPCourier
    let postOffice: PostOffice

    init(_ configuration: ServiceConfiguration) throws(ConfigurationError) {
        let notifications = configuration.settings.notifications
        do throws(UnreadableCertificates) {
            http = try HTTPCourier(
                rules: notifications.endpointRules,
                trustedCertificatesPath: configuration.couriers.trustedCertificatesPath)
        } catch {
            throw .notification(key: "notifications.trustedCertificates", reason: error.message)
        }
        // Without a sender mail subscriptions are refused, so there is nothing to carry.
        let mail: any Courier =
            notifications.mailFrom.map { MailCourier(sender: $0, program: configuration.couriers.sendmailPath) }
            ?? NoCourier()
        postOffice = PostOffice(http: http, mail: mail)
    }
}
