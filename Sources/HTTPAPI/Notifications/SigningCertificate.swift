import Hummingbird
import Logging
import WindowCore
import WindowService

/// `GET /SimpleNotificationService-….pem`: the certificate of a key that signs messages, for whoever asks.
struct SigningCertificate: Sendable {
    static let parameter = "certificate"

    let control: Control
    let logger: Logger

    func answer(_ request: Request, _ context: APIContext) async -> Response {
        let name = context.parameters.get(Self.parameter) ?? ""
        do {
            guard name.hasPrefix("SimpleNotificationService-"),
                let certificate = try await control.signing.certificatePEM(fileName: name)
            else { return .text(.notFound, "There is nothing at this address.\n") }
            return .text(.ok, certificate, type: "application/x-pem-file")
        } catch {
            logger.error("A certificate could not be read.", metadata: ["error": "\(error.sentence)"])
            return .text(.internalServerError, "The service could not answer; its log says why.\n")
        }
    }
}
