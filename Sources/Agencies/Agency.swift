public import Kernel

/// A unit of public administration: a People's Committee, a department, a division, a centre, a police office.
///
/// Its id is ours and lasts for ever; official codes are dated attributes and can be given to another unit later.
public struct Agency: Hashable, Sendable, Codable {
    public let id: ID<Agency>
    /// The official name, `Ủy ban nhân dân phường Quỳnh Lâm`.
    public var name: String
    /// The name for lists, `Phường Quỳnh Lâm`.
    public var shortName: String
    public var kind: AgencyKind
    /// The unit it belongs to.
    public var parent: ID<Agency>?
    /// The first day of its existence.
    public var validFrom: CivilDate
    /// The last day of its existence; nil while it exists.
    public var validTo: CivilDate?

    public init(
        id: ID<Agency>,
        name: String,
        shortName: String,
        kind: AgencyKind,
        parent: ID<Agency>?,
        validFrom: CivilDate,
        validTo: CivilDate? = nil
    ) {
        self.id = id
        self.name = name
        self.shortName = shortName
        self.kind = kind
        self.parent = parent
        self.validFrom = validFrom
        self.validTo = validTo
    }
}

/// What kind of unit it is.
public enum AgencyKind: String, Sendable, CaseIterable, Codable {
    /// Tỉnh: the province's People's Committee.
    case province
    /// Huyện, thành phố thuộc tỉnh (until 30/6/2025).
    case district
    /// Xã.
    case commune
    /// Phường.
    case ward
    /// Thị trấn (until 30/6/2025).
    case township
    /// Sở, ban, ngành of the province.
    case department
    /// Phòng: a division of a department or a district.
    case division
    /// Trung tâm Phục vụ hành chính công, provincial or communal; Bộ phận Một cửa.
    case centre
    /// Công an (residence, identity).
    case police
    /// Land registration office, treasury, tax and other bodies.
    case other
}

/// What an officer may do at a unit (`vietnam.md` §1.6). A person may hold several, each with dates.
public enum Role: String, Sendable, CaseIterable, Codable {
    /// Tiếp nhận: checks, receives, issues forms 01–03, forwards, returns results.
    case reception
    /// Trưởng Bộ phận Một cửa, Giám đốc Trung tâm.
    case centreHead
    /// Chuyên viên thụ lý: appraises, drafts, asks for supplements.
    case specialist
    /// Lãnh đạo: checks, signs, approves extensions.
    case leader
    /// Văn thư: numbers, seals, issues.
    case clerk
    /// Trả kết quả: verifies the receiver and hands over.
    case resultOfficer
    /// Thu phí, lệ phí.
    case cashier
    /// Kiểm soát thủ tục hành chính: the catalogue, reports.
    case procedureControl
    /// Quản trị: staff, roles, counters, calendar of the unit.
    case administrator
}
