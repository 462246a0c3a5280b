internal import Access
internal import Agencies
internal import Kernel
internal import Web

/// The officers of one unit.
struct StaffListView: Sendable {
    let unit: Agency
    let units: [Agency]
    let rows: [StaffRow]
    let mayAdd: Bool
    let maySeeUnits: Bool
}

/// One officer in the list of a unit.
struct StaffRow: Sendable {
    enum State: String, Sendable { case there, away, left, noRole }
    let member: StaffMember
    /// The roles of today at the unit of the list, with their dates.
    let grants: [RoleGrant]
    let state: State

    init(_ member: StaffMember, at unit: ID<Agency>, _ reach: Reach) {
        self.member = member
        grants = member.grants.filter { $0.agency == unit && $0.to.map { reach.today <= $0 } ?? true }
        state =
            if !member.works(on: reach.today) {
                .left
            } else if member.absence(on: reach.today) != nil {
                .away
            } else {
                grants.contains { $0.holds(on: reach.today) } ? .there : .noRole
            }
    }
}

/// One officer, and what may be done for them.
struct StaffCard: Sendable {
    static let signatureLines = 1...3
    let frame: DeskFrame
    let reach: Reach
    let member: StaffMember
    let account: Account?
    let sessions: Int
    let mayManage: Bool
    let substitutes: [StaffMember]
    let names: [ID<StaffMember>: String]

    var isSelf: Bool { member.id == frame.officer.id }
    /// The units for which the officer may sign and which are the administrator's.
    var ownUnits: [ID<Agency>] {
        Set(member.grants.map(\.agency)).union([member.agency]).filter { reach.covers($0, .manageStaff) }.sorted()
    }
    func openGrants(on date: CivilDate) -> [RoleGrant] {
        member.grants.filter { $0.to.map { date <= $0 } ?? true }
    }
    func openAbsences(on date: CivilDate) -> [Absence] {
        member.absences.filter { $0.from <= $0.to && date <= $0.to }
    }
}

extension RoleGrant {
    /// Names the grant in a form.
    var formValue: String { "\(agency.rawValue) \(role.rawValue) \(from)" }
}

func staffListPage(_ context: StaffContext, _ frame: DeskFrame, _ view: StaffListView) -> HTML {
    let t = context.t
    let rows = view.rows.map { row -> [HTML] in
        let roles = row.grants.map { grant -> HTML in
            "\(t("role.\(grant.role.rawValue)")) <span class=\"muted\">\(span(grant.from, grant.to, t))</span>"
        }
        return [
            link(row.member.name, to: StaffPages.root / row.member.id.rawValue), HTML(row.member.title),
            HTML.join(roles, separator: "<br>"), staffState(row.state, t),
        ]
    }
    let columns = ["name", "title", "roles", "state"].map { Column(t("manage.staff.column.\($0)")) }
    let add = buttonLink(t("manage.staff.add"), to: (StaffPages.root / "new").query("unit", view.unit.id.rawValue))
    let sheet = buttonLink(t("manage.sheet.link"), to: StaffSheetPages.root, kind: .secondary)
    let list =
        rows.isEmpty
        ? emptyState(t("manage.staff.empty"), t("manage.staff.empty.do"))
        : table(caption: view.unit.name, columns: columns, rows: rows)
    return deskPage(
        context,
        title: t("manage.staff.title"),
        rail: frame.rail,
        """
        <h1>\(t("manage.staff.title"))</h1>
        \(doneBanner(context))
        <p class="lead">\(t(view.mayAdd ? "manage.staff.lead" : "manage.staff.lead.absence"))</p>
        \(unitChooser(context, view.units, current: view.unit.id, to: StaffPages.root))
        \(if: view.mayAdd, buttons(add, sheet))
        \(list)
        \(if: view.maySeeUnits, "<p>\(link(t("manage.units.link"), to: Path("manage", "units")))</p>")
        """
    )
}

private func staffState(_ state: StaffRow.State, _ t: Texts) -> HTML {
    switch state {
    case .there: tag(.done, t("manage.staff.state.there"))
    case .away: tag(.waiting, t("manage.staff.state.away"))
    case .left: tag(.closed, t("manage.staff.state.left"))
    case .noRole: tag(.closed, t("manage.staff.state.noRole"))
    }
}

func newStaffPage(_ context: StaffContext, _ frame: DeskFrame, _ units: [Agency], _ form: FormData) -> HTML {
    let t = context.t
    let f = FormView(form, t)
    let roles = Role.allCases.map { role in
        Choice(role.rawValue, t("role.\(role.rawValue)"), hint: t("manage.role.\(role.rawValue)"))
    }
    let fields = HTML.join([
        f.select("unit", label: t("manage.unit"), choices: units.map { Choice($0.id.rawValue, $0.shortName) }),
        f.field("name", label: t("manage.staff.name"), width: .half),
        f.field("title", label: t("manage.staff.titleField"), hint: t("manage.staff.titleField.hint"), width: .half),
        f.field("logIn", label: t("manage.staff.logIn"), hint: t("manage.staff.logIn.hint"), width: .half),
        f.field("phone", label: t("manage.staff.phone"), type: "tel", width: .short, isOptional: true),
        f.checkboxes("roles", legend: t("manage.staff.roles"), choices: roles),
        f.date("from", label: t("manage.from")),
        f.date("to", label: t("manage.to"), isOptional: true),
        buttons(
            button(t("manage.staff.add.do")),
            buttonLink(t("web.cancel"), to: StaffPages.root, kind: .secondary)
        ),
    ])
    return deskPage(
        context,
        title: t("manage.staff.add"),
        rail: frame.rail,
        """
        <div class="narrow">\(f.errorSummary)
        <h1>\(t("manage.staff.add"))</h1>
        <p class="lead">\(t("manage.staff.add.lead"))</p>
        \(Web.form(context, to: StaffPages.root / "new", fields))</div>
        """
    )
}

func passwordPage(_ context: StaffContext, _ frame: DeskFrame, _ member: StaffMember, _ password: String) -> HTML {
    let t = context.t
    return deskPage(
        context,
        title: t("manage.password.title"),
        rail: frame.rail,
        """
        <div class="narrow"><h1>\(t("manage.password.title"))</h1>
        <p class="lead">\(t("manage.password.lead", ["name": member.name, "logIn": member.logInName]))</p>
        \(callout(label: t("manage.password.label"), password, note: t("manage.password.note")))
        \(buttons(buttonLink(t("manage.password.done"), to: StaffPages.root / member.id.rawValue)))</div>
        """
    )
}
