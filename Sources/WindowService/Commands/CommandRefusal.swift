package import Documents
import WindowCore
package import WindowStore

/// Why a command cannot be made.
package enum CommandRefusal: UserFacingError {
    /// No such document, or not one that can be run.
    case document(String)
    case version(String)
    case parameters(DocumentError)
    case store(StoreError)

    package var code: String {
        switch self {
        case .document: "InvalidDocument"
        case .version: "InvalidDocumentVersion"
        case .parameters: "InvalidParameters"
        case .store(let error): error.code
        }
    }

    package var message: String {
        switch self {
        case .document(let message), .version(let message): message
        case .parameters(let error): error.message
        case .store(let error): error.message
        }
    }

    package var hint: String? {
        switch self {
        case .document: "mwctl document list shows what there is."
        case .version: "mwctl document show NAME lists the versions."
        case .parameters(let error): error.hint
        case .store(let error): error.hint
        }
    }
}
