internal import Agencies
internal import Kernel

/// What stands at the head of a sheet that a unit prints.
struct SheetHead: Hashable, Sendable {
    /// The unit above, in capitals.
    var superior: String
    var office: String
    /// `Hòa Bình`.
    var place: String
    var date: CivilDate

    init(_ unit: ID<Agency>, _ directory: AgencyDirectory, on date: CivilDate) {
        let above = directory.ancestors(of: unit, on: date)
        let name = directory.name(of: unit, on: date) ?? ""
        superior = (above.first?.name ?? name).uppercased()
        office = name.uppercased()
        place = Self.bare((above.last?.name ?? name))
        self.date = date
    }

    /// `Ủy ban nhân dân tỉnh Hòa Bình` → `Hòa Bình`.
    static func bare(_ name: String) -> String {
        var name = name
        for prefix in ["Ủy ban nhân dân ", "tỉnh ", "thành phố "] where name.hasPrefix(prefix) {
            name = String(name.dropFirst(prefix.count))
        }
        return name
    }
}
