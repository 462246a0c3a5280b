internal import Kernel
internal import Web

/// Where a page goes on: a place in the order of the list, written so that nobody builds on what it says.
enum APICursor {
    static func letters(_ byte: UInt8) -> Bool { (48...57).contains(byte) || (97...122).contains(byte) }

    static func write(_ parts: String...) -> String { Hex.encode(Array(parts.joined(separator: "\n").utf8)) }

    /// The parts of a cursor that this program wrote.
    ///
    /// - Throws: `APIProblem.refused` for any other.
    static func read(_ text: String, parts count: Int) throws(APIProblem) -> [String] {
        let bytes = Hex.decode(text)
        let parts = bytes.flatMap { String(validating: $0, as: UTF8.self) }?.split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        guard let parts, parts.count == count else { throw wrong }
        return parts.map(String.init)
    }
    static let wrong = APIProblem.refused([PlaceError(.query("cursor"), "api.error.cursor")])
}
