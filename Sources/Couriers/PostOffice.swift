package import Notifications

/// Hands every parcel to the courier for its kind.
package struct PostOffice: Courier {
    private let http: any Courier
    private let mail: any Courier

    /// - Parameters:
    ///   - http: carries what is POSTed.
    ///   - mail: carries mail.
    package init(http: any Courier, mail: any Courier) {
        self.http = http
        self.mail = mail
    }

    package func carry(_ parcel: Parcel) async -> DeliveryAnswer {
        switch parcel.content {
        case .post: await http.carry(parcel)
        case .mail: await mail.carry(parcel)
        }
    }
}
