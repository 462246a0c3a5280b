/// The secret keys of one installation, as they were read from the key folder.
///
/// Keys that encrypt and sign are numbered: the newest is used, the older ones still open and still vouch.
public struct Keys: Sendable {
    /// AES-256 keys of 32 bytes, by number.
    public var encryption: [Int: [UInt8]]
    /// 32 bytes for HMAC-SHA-256. It is never changed: the look-up hashes in the tables hang on it.
    public var lookUp: [UInt8]
    /// Ed25519 private keys of 32 bytes, by number.
    public var signing: [Int: [UInt8]]

    public init(encryption: [Int: [UInt8]], lookUp: [UInt8], signing: [Int: [UInt8]]) {
        self.encryption = encryption
        self.lookUp = lookUp
        self.signing = signing
    }

    /// Bytes of every key.
    public static let length = 32
    /// Numbers that a key may have: two bytes stand before each sealed text.
    public static let numbers = 1...9999
}

/// Why keys cannot be used. The description is for the operator: what is wrong and what to do.
public enum KeyError: Error, Equatable, Sendable {
    /// The folder does not hold this file.
    case missing(path: String)
    /// The file is there and cannot be read or written, with the system's reason.
    case unreadable(path: String, reason: String)
    /// The file does not hold a key of 64 hexadecimal digits.
    case malformed(path: String)
    /// Others than the owner may read or write the file; its mode in octal.
    case tooOpen(path: String, mode: String)
    /// There is a key already, which is never written over.
    case alreadyThere(path: String)
    /// The key folder lies in the data folder: whoever took a copy of the data would have the keys too.
    case insideData(path: String)
    /// No key of that kind is held.
    case noKey(kind: String)
}

extension KeyError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .missing(let path):
            "The key file \(path) is not there. Put the key folder back from your own backup of it, or name the right "
                + "folder; new keys cannot open what the old ones sealed."
        case .unreadable(let path, let reason):
            "The key file \(path) cannot be read or written: \(reason). Check its owner and its mode (0600)."
        case .malformed(let path):
            "The key file \(path) does not hold a key (64 hexadecimal digits on one line). Put it back from your backup."
        case .tooOpen(let path, let mode):
            "The key file \(path) has mode \(mode): others than its owner may read it. Run: chmod 600 \(path)"
        case .alreadyThere(let path):
            "The key file \(path) is there already and is never written over."
        case .insideData(let path):
            "The key folder \(path) lies inside the data folder. Keep keys elsewhere, so that a copy of the data is no "
                + "copy of the keys."
        case .noKey(let kind):
            "No \(kind) key is held."
        }
    }
}
