internal import Access
internal import Agencies
internal import Hummingbird
internal import Kernel
internal import Storage
internal import Web

/// How far an officer's administration goes: the units at which they hold a role for it, and all below.
struct Reach: Sendable {
    let officer: Officer
    let directory: AgencyDirectory
    let today: CivilDate

    /// Whether the officer may do `action` for `unit`: by a role there or at a unit above it.
    func covers(_ unit: ID<Agency>, _ action: Action) -> Bool {
        officer.roles.contains { own, roles in
            Permissions.allows(action, roles) && directory.isWithin(unit, own, on: today)
        }
    }

    /// Whether the officer may do `action` for the unit above all others, and with it for everybody.
    func coversAll(_ action: Action) -> Bool {
        officer.roles.contains { own, roles in
            Permissions.allows(action, roles) && directory.agency(own, on: today)?.parent == nil
        }
    }

    /// The units for which the officer may do `action`, by name.
    func units(_ action: Action) -> [Agency] {
        directory.all(on: today).filter { covers($0.id, action) }.sorted {
            (VietnameseText.folded($0.shortName), $0.id) < (VietnameseText.folded($1.shortName), $1.id)
        }
    }

    func name(_ unit: ID<Agency>) -> String { directory[unit]?.shortName ?? unit.rawValue }

    /// The unit that `wanted` names, or the one the officer acts for, or the first in reach.
    ///
    /// - Throws: `Problem.notFound` when there is none, or when `wanted` is not the officer's.
    func unit(_ wanted: String, _ action: Action) throws -> Agency {
        if !wanted.isEmpty {
            guard let unit = directory.agency(ID(wanted), on: today), covers(unit.id, action) else {
                throw Problem.notFound
            }
            return unit
        }
        if covers(officer.agency, action), let own = directory.agency(officer.agency, on: today) { return own }
        guard let first = units(action).first else { throw Problem.notFound }
        return first
    }
}

extension DeskFrame {
    func reach(_ rooms: Rooms, _ context: StaffContext, in tx: Transaction) throws -> Reach {
        Reach(officer: officer, directory: try rooms.directory(in: tx), today: context.today)
    }
}

extension Rooms {
    /// Whether the form comes in for the first time. The second time, of a double click, its act is not done again.
    ///
    /// The key is taken before the act. What was typed belongs to it: who goes back after a refusal and sends the old
    /// page with a correction is heard.
    func isFirst(_ form: FormData, _ context: StaffContext) async throws -> Bool {
        guard RequestKeys.length.contains(form.key.utf8.count) else { throw Problem.badRequest }
        var hash = SHA256()
        for part in [context.here.description, context.officer.staffID] { hash.update(Array(part.utf8) + [0]) }
        for name in form.names {
            for value in [name] + form.all(name) { hash.update(Array(value.utf8) + [0]) }
        }
        let key = "manage.\(Hex.encode(hash.finalize()))"
        let now = context.now
        return try await database.write("manage.key") { tx in
            var isFirst = false
            _ = try RequestKeys.once(key, at: now, in: tx) {
                isFirst = true
                return "manage"
            }
            return isFirst
        }
    }
}

/// What was done just now, said on top of the page to which the act leads: `?done=` and a word that has a text.
func doneBanner(_ context: StaffContext) -> HTML {
    let word = context.query("done")
    guard !word.isEmpty, let text = context.t.optional("manage.done.\(word)", ["count": context.query("count")]) else {
        return .nothing
    }
    return banner(.success, text)
}

/// A select that shows the page for another of the officer's units.
func unitChooser(_ context: StaffContext, _ units: [Agency], current: ID<Agency>, to path: Path) -> HTML {
    unitChooser(context, units.map { ($0.id.rawValue, $0.shortName) }, current: current.rawValue, to: path)
}

/// - Parameter units: the value that stands in the address and the name, each.
func unitChooser(_ context: StaffContext, _ units: [(String, String)], current: String, to path: Path) -> HTML {
    guard units.count > 1 else { return .nothing }
    let t = context.t
    let options = HTML.join(
        units.map { "<option value=\"\($0.0)\"\(flag: "selected", $0.0 == current)>\($0.1)</option>" }
    )
    return """
        <form class="search narrow" action="\(path)" method="get"><label for="unit-of">\(t("manage.unit"))</label>
        <div class="search-row"><select id="unit-of" name="unit">\(options)</select>\
        \(button(t("manage.unit.show"), kind: .secondary))</div></form>
        """
}

/// `từ 1/7/2025`, `1/7/2025 – 30/6/2026`.
func span(_ from: CivilDate, _ to: CivilDate?, _ t: Texts) -> String {
    guard let to else { return t("manage.span.open", ["from": from.written]) }
    return t("manage.span.closed", ["from": from.written, "to": to.written])
}
