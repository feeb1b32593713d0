import AWSWire
import WindowCore

/// The names that each service has for what may befall every one of its operations.
extension WireService {
    /// The request is understood and cannot be carried out as it is.
    var refusedCode: WireErrorCode {
        switch self {
        case .ssm: .validationException
        case .sns: .invalidParameter
        }
    }

    /// The caller may not do this.
    var deniedCode: WireErrorCode {
        switch self {
        case .ssm: .accessDeniedException
        case .sns: .authorizationError
        }
    }

    /// The fault is ours; the log has the cause, the caller does not.
    var failure: WireError {
        let code: WireErrorCode =
            switch self {
            case .ssm: .internalServerError
            case .sns: .internalError
            }
        return WireError(code, "The service could not answer; its log says why.")
    }
}
