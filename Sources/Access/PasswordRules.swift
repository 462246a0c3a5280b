internal import Kernel

/// What a password must be (NIST SP 800-63B-4, 3.1.1.2): long enough, not a known one, not the name. Nothing else.
public enum PasswordRules {
    /// The password in the one form that is hashed (NFC), so that every keyboard gives the same.
    ///
    /// - Throws: `PasswordError` naming what is wrong.
    public static func checked(
        _ password: String,
        logInName: String,
        name: String
    ) throws(PasswordError) -> String {
        let password = VietnameseText.normalized(password)
        let count = password.unicodeScalars.count
        guard count >= AccessLimits.passwordLength.lowerBound else {
            throw .tooShort(min: AccessLimits.passwordLength.lowerBound)
        }
        guard count <= AccessLimits.passwordLength.upperBound else {
            throw .tooLong(max: AccessLimits.passwordLength.upperBound)
        }
        guard VietnameseText.isCleanLine(password) else { throw .unclean }
        let folded = compact(password)
        for own in [compact(logInName), compact(name)] where own.utf8.count >= 3 {
            // The name with a digit or two behind it is the name.
            if folded.contains(own), folded.utf8.count - own.utf8.count < 6 { throw .holdsName }
        }
        let isOneLetter = Set(folded).count <= 2
        if isOneLetter || common.contains(folded) || isRun(folded) { throw .common }
        return password
    }

    private static func compact(_ text: String) -> String { VietnameseText.folded(text).filter { $0 != " " } }

    /// `1234567890`, `abcdefghij`, and back.
    private static func isRun(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        let steps = zip(bytes, bytes.dropFirst()).map { Int($1) - Int($0) }
        return steps.allSatisfy { $0 == 1 || $0 == -9 } || steps.allSatisfy { $0 == -1 || $0 == 9 }
    }

    /// Of ten characters and more, from the lists that guessers begin with, and their Vietnamese sisters.
    private static let common: Set<String> = [
        "1234567890", "0123456789", "123456789a", "1q2w3e4r5t", "qwertyuiop", "password12", "password123",
        "password1234", "matkhau123", "matkhau1234", "matkhau12345", "abcd123456", "abc1234567", "abc123456789",
        "1234567891", "12345678910", "123456789123", "123123123123", "1122334455", "0987654321", "9876543210",
        "qwerty12345", "qwerty123456", "admin12345", "admin123456", "administrator", "iloveyou12", "anhyeuem123",
        "emyeuanh123", "vietnam123", "vietnam1234", "vietnam2024", "vietnam2025", "hoabinh123", "hoabinh2024",
        "hoabinh2025", "motcua12345", "motcua2024", "motcua2025", "chinhphu123", "1qaz2wsx3edc", "zaq12wsxcde3",
        "welcome123", "changeme123", "123456789abc", "a123456789", "aa123456789", "matkhaumoi", "khongcomatkhau",
    ]
}
