internal import Agencies
internal import Catalogue
internal import Kernel

/// Which unit decides by default: the procedure's level, at the place where the owner lives or the dossier is received.
///
/// Nil where a commune or its police decide and no address says which: it is never guessed from nothing. The officer sees
/// the guess and may choose another; a dossier that went wrong is rerouted later.
enum CompetentUnit {
    /// Fields that the police decide, whatever the level says (residence, identity cards).
    private static let policeWords = ["cu tru", "can cuoc"]

    static func guess(
        _ procedure: ProcedureVersion,
        address: String?,
        receiving: ID<Agency>,
        _ directory: AgencyDirectory,
        on date: CivilDate
    ) -> ID<Agency>? {
        let units = directory.all(on: date)
        let above = directory.ancestors(of: receiving, on: date)
        let home = place(address, among: units) ?? place(of: receiving, above, directory, on: date)
        let field = VietnameseText.folded(procedure.field)
        if policeWords.contains(where: { field.contains($0) }) {
            return home.flatMap { police(at: $0, units, directory, on: date) ?? $0 }
        }
        let levels = Set(procedure.levels)
        if levels.contains(.commune), let home { return home }
        if levels.contains(.province) || levels.contains(.commune) {
            let named = units.filter { $0.kind == .department && isNamed($0, in: procedure.agency) }
            if let named = longest(named) { return named.id }
        }
        if levels.contains(.district) {
            let near = (home.map { directory.ancestors(of: $0, on: date) } ?? []) + above
            if let district = near.first(where: { $0.kind == .district }) { return district.id }
        }
        // A commune decides, and nothing says which.
        if levels == [.commune] { return nil }
        let seat = above.first { $0.kind != .centre && $0.kind != .province }
        return seat?.id ?? above.first?.id ?? receiving
    }

    /// The ward, commune or township that the address names; the longest name wins (`Hòa Bình` stands in many).
    private static func place(_ address: String?, among units: [Agency]) -> ID<Agency>? {
        guard let address, !address.isEmpty else { return nil }
        let found = units.filter { isPlace($0) && isNamed($0, in: address) }
        return longest(found)?.id
    }
    private static func place(
        of receiving: ID<Agency>,
        _ above: [Agency],
        _ directory: AgencyDirectory,
        on date: CivilDate
    ) -> ID<Agency>? {
        let own = directory.agency(receiving, on: date).map { [$0] } ?? []
        return (own + above).first(where: isPlace)?.id
    }
    private static func isPlace(_ unit: Agency) -> Bool { [.commune, .ward, .township].contains(unit.kind) }
    private static func isNamed(_ unit: Agency, in text: String) -> Bool {
        let text = " " + VietnameseText.words(text).joined(separator: " ") + " "
        let name = VietnameseText.words(unit.shortName).joined(separator: " ")
        return !name.isEmpty && text.contains(" " + name + " ")
    }
    private static func longest(_ units: [Agency]) -> Agency? {
        units.max { ($0.shortName.count, $1.id) < ($1.shortName.count, $0.id) }
    }

    private static func police(
        at home: ID<Agency>,
        _ units: [Agency],
        _ directory: AgencyDirectory,
        on date: CivilDate
    ) -> ID<Agency>? {
        if let own = directory.children(of: home, on: date).first(where: { $0.kind == .police }) { return own.id }
        guard let unit = directory.agency(home, on: date) else { return nil }
        return units.first { $0.kind == .police && isNamed(unit, in: $0.name) }?.id
    }
}
