internal import Access
internal import Kernel
internal import Web

/// What a refusal of the sign-in says: the key of its text and what fills it. Nil where the way back to the beginning
/// says enough: the session is over, or stands elsewhere.
struct SignInWords {
    let key: String
    var values: [String: String] = [:]

    init?(_ error: SignInError, _ t: Texts) {
        switch error {
        case .refused: key = "signin.error.refused"
        case .throttled(let until):
            key = "signin.error.throttled"
            values = ["time": t.time(until.adding(seconds: 59).timeOfDay)]
        case .wrongCode: key = "signin.error.wrongCode"
        case .wrongRecoveryCode: key = "signin.error.wrongRecovery"
        case .password(let error):
            switch error {
            case .tooShort(let min):
                key = "signin.password.tooShort"
                values = ["min": "\(min)"]
            case .tooLong(let max):
                key = "signin.password.tooLong"
                values = ["max": "\(max)"]
            case .holdsName: key = "signin.password.holdsName"
            case .common: key = "signin.password.common"
            case .unchanged: key = "signin.password.unchanged"
            case .unclean: key = "web.field.characters"
            }
        case .noSession, .wrongStage, .noRoleAt, .unknownStaff, .notYourStaff, .nothingToConfirm, .needsAnother:
            return nil
        }
    }
}
