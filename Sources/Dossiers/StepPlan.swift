public import Agencies
public import Kernel
public import LegalClock
public import Register

/// One step of the work inside the competent agency, frozen at reception.
public struct StepPlan: Hashable, Sendable, Codable {
    public var kind: StepKind
    public var name: String
    public var role: Role
    /// The step's own limit; it warns and never stretches the legal limit (`vietnam.md` §4.1, rule 11).
    public var limit: TimeLimit?
    public init(kind: StepKind, name: String, role: Role, limit: TimeLimit? = nil) {
        self.kind = kind
        self.name = name
        self.role = role
        self.limit = limit
    }

    /// What is done when a procedure names no steps: appraise, approve, sign, number (Decree 30/2020 parts them).
    public static let usual: [StepPlan] = [
        .init(kind: .appraise, name: "Thẩm định hồ sơ", role: .specialist),
        .init(kind: .approve, name: "Phê duyệt", role: .leader),
        .init(kind: .sign, name: "Ký duyệt", role: .leader),
        .init(kind: .number, name: "Cấp số, đóng dấu, phát hành", role: .clerk),
    ]
}

/// What a step is for.
public enum StepKind: String, Sendable, CaseIterable, Codable { case appraise, approve, sign, number }

/// Somebody who acts on a dossier, with the roles held at the unit for which the act is done.
public struct Performer: Hashable, Sendable {
    public var actor: Actor
    public var agency: ID<Agency>
    public var roles: Set<Role>
    public init(actor: Actor, agency: ID<Agency>, roles: Set<Role>) {
        self.actor = actor
        self.agency = agency
        self.roles = roles
    }
}
