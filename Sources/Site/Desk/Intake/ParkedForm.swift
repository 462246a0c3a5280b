internal import Kernel
internal import Web

/// An intake laid aside, as it was typed. It names persons, so it is sealed before it is kept.
enum ParkedForm {
    private static let leftOut: Set<String> = ["_csrf", "_key", "do", "pick", "scan", "draft"]

    static func seal(_ form: FormData, _ vault: Vault) throws -> [UInt8] {
        let pairs = form.names.filter { !leftOut.contains($0) }.map { name in
            Percent.encoded(name) + "=" + Percent.encoded(form.value(name))
        }
        return try vault.seal(Array(pairs.joined(separator: "&").utf8))
    }

    static func open(_ sealed: [UInt8], over fresh: FormData, _ vault: Vault) throws -> FormData {
        var form = fresh
        for pair in try vault.open(sealed).split(separator: UInt8(ascii: "&")) {
            let sides = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, let name = Percent.decoded(sides[0]), let value = Percent.decoded(sides[1]) else {
                continue
            }
            form = form.setting(name, value)
        }
        return form
    }
}
