/// The files of `Assets/` and `Demo/` as they were when this binary was built.
///
/// Paths are those of the repository: `Assets/strings/vi/web.json`, `Demo/calendar/2026.json`.
public enum AssetBundle {
    enum Asset: Sendable {
        case text(String)
        case base64(String)
    }

    /// Every path, sorted.
    public static let paths: [String] = assets.keys.sorted()

    /// The file as text; nil when there is none of that path or it is no text.
    public static func text(_ path: String) -> String? {
        if case .text(let text)? = assets[path] { text } else { nil }
    }

    /// The file's bytes; nil when there is none of that path.
    public static func bytes(_ path: String) -> [UInt8]? {
        switch assets[path] {
        case .text(let text)?: Array(text.utf8)
        case .base64(let text)?: decoded(text)
        case nil: nil
        }
    }

    private static let assets: [String: Asset] = {
        var all: [String: Asset] = [:]
        for (path, asset) in groupStrings + groupStatic + groupOther + groupDemo { all[path] = asset }
        return all
    }()

    /// Base 64 as the generator wrote it: no line breaks, padded.
    private static func decoded(_ text: String) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count / 4 * 3)
        var held: UInt32 = 0
        var bits = 0
        for byte in text.utf8 {
            let value: UInt32
            switch byte {
            case 65...90: value = UInt32(byte) - 65
            case 97...122: value = UInt32(byte) - 71
            case 48...57: value = UInt32(byte) + 4
            case 43: value = 62
            case 47: value = 63
            default: return out
            }
            held = held << 6 | value
            bits += 6
            if bits >= 8 {
                bits -= 8
                out.append(UInt8(truncatingIfNeeded: held >> UInt32(bits)))
                held &= (1 << UInt32(bits)) - 1
            }
        }
        return out
    }
}
