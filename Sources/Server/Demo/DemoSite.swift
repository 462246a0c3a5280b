internal import Access
internal import Agencies
internal import Catalogue
internal import Dossiers
internal import Kernel
internal import LegalClock
internal import Register
internal import Site
internal import Storage

/// Units, officers, procedures and people of a demo, in the order in which they are made.
struct DemoSite: Sendable {
    let platform: Platform
    let world: DemoWorld
    /// The day from which units and officers are there: the first of the bulk's days, or `first`.
    let start: CivilDate
    /// The first day of the history.
    let first: CivilDate
    let today: CivilDate
    let isNow: Bool
    /// Only some communes have officers.
    let isSmall: Bool
    let say: @Sendable (String) -> Void

    private var database: any Database { platform.database }
    private static let actor = Actor.system("demo")

    /// - Returns: the log-ins to show.
    ///
    /// - Parameter bulk: dossiers beside the `count` of the history, over all days from `start` on.
    func build(seed: UInt64, count: Int, bulk: Int) async throws -> [DemoLogIn] {
        var dice = SeededGenerator(seed &+ 1)
        let now = world.now
        let from = start
        try await database.write("demo.calendar") { tx in
            _ = try CalendarStore.seedNational(in: tx, at: now)
            let policy = AccessPolicy(from: from, idleMinutes: 480, absoluteMinutes: 1440, secondFactor: [])
            try AccessPolicyStore.set(policy, by: Self.actor, at: now, in: tx)
        }
        say("Đơn vị… units…")
        let units = try DemoUnits(isNow: isNow, world: world.world)
        let agencies = AgencyDesk(database: database, world: world.world)
        for slice in slices(units.orders, of: AgencyLimits.batch) {
            try await agencies.create(slice, by: Self.actor)
        }
        say("Thủ tục… procedures…")
        let catalogue = CatalogueDesk(database: database, world: world.world, actor: Self.actor, agency: nil)
        _ = try await catalogue.importVersions(try DemoFiles.procedures())
        say("Cán bộ… officers…")
        let names = try DemoNames()
        let (offices, logIns) = try await staff(units, names, &dice)
        try await counters(units)
        if count + bulk > 0 { try await history(units, offices, names, count, bulk, seed, &dice) }
        return logIns
    }

    // MARK: History

    private func history(
        _ units: DemoUnits,
        _ offices: [ID<Agency>: DemoOffice],
        _ names: DemoNames,
        _ count: Int,
        _ bulkCount: Int,
        _ seed: UInt64,
        _ dice: inout SeededGenerator
    ) async throws {
        let (start, first, today) = (start, first, today)
        let (calendar, procedures) = try await database.read { tx in
            (try CalendarStore.load(lineage: [], in: tx), try CatalogueStore.all(on: first, in: tx))
        }
        let every = (0..<max(0, Int(today.day - start.day))).map { start.adding(days: $0) }
        let all = DemoDays(every.filter { calendar.isWorkingDay($0) })
        let days = DemoDays(all.working.filter { $0 >= first })
        let counters = DemoCounters(units: units, offices: offices, procedures: procedures).all()
        let source = world.world
        let arrivals = DemoArrivals(
            counters: counters,
            names: names,
            days: days,
            newPersonID: { source.id(.person) }
        )
        let acts = DemoActs(
            desk: DossierDesk(database: database, world: world.world),
            vault: platform.vault,
            clock: world,
            calendar: calendar
        )
        let history = DemoHistory(acts: acts, database: database, days: days, say: say)
        var writer: BulkWriter?
        if bulkCount > 0 {
            let bulk = DemoBulk(
                counters,
                names: names,
                vault: platform.vault,
                calendar: calendar,
                days: all,
                world: world,
                end: Instant(today),
                seed: seed &+ 2
            )
            writer = BulkWriter(bulk, days: all.working, total: bulkCount, database: database, say: say)
            let pause = try await IndexPause(of: BulkWriter.tables, in: database)
            try await writer?.write(before: first)
            say("Chỉ mục… indexes…")
            try await pause.end(in: database)
        }
        let taken = try await history.write(try arrivals.draw(count, &dice), alongside: &writer, &dice)
        try await writer?.finish(on: today.adding(days: -1))
        say("\(taken) hồ sơ, dossiers")
    }

    // MARK: Officers

    private func posts(_ units: DemoUnits) -> [DemoPost] {
        var posts = DemoPosts.provincial(units)
        for (mark, unit) in units.departments.sorted(by: { $0.key < $1.key }) {
            posts += DemoPosts.department(unit, mark: Self.mark(mark))
        }
        posts += DemoPosts.department(units.police, mark: "catinh")
        for (place, district) in units.districts.enumerated() where !isSmall || place < 2 {
            posts += DemoPosts.district(district, mark: Self.mark(district.committee.shortName))
        }
        for (place, (commune, district)) in staffed(units).enumerated() {
            if commune == units.shown {
                posts += DemoPosts.shown(commune, mark: Self.mark(commune.name))
            } else {
                let mark = Self.mark(commune.name) + (district.map { ".\($0 + 1)" } ?? ".\(place + 1)")
                posts += DemoPosts.commune(commune, mark: mark)
            }
        }
        return posts
    }

    /// The communes that have officers.
    private func staffed(_ units: DemoUnits) -> [(commune: DemoCommune, district: Int?)] {
        let all = units.everyCommune
        guard isSmall else { return all }
        return all.filter { $0.commune == units.shown } + all.filter { $0.commune != units.shown }.prefix(5)
    }

    /// `Sở Tư pháp` as `sotuphap`.
    private static func mark(_ name: String) -> String {
        String(VietnameseText.folded(name).filter { $0.isASCII && ($0.isLetter || $0.isNumber) })
    }

    private func staff(
        _ units: DemoUnits,
        _ names: DemoNames,
        _ dice: inout SeededGenerator
    ) async throws -> (offices: [ID<Agency>: DemoOffice], logIns: [DemoLogIn]) {
        let posts = posts(units)
        var orders: [NewStaff] = []
        var offices: [ID<Agency>: DemoOffice] = [:]
        var logIns: [DemoLogIn] = []
        for post in posts {
            let id: ID<StaffMember> = world.world.id(.staff)
            let name = post.name ?? names.name(post.roles.contains(.leader) ? .male : .female, &dice)
            orders.append(order(post, id, name))
            var office = offices[post.unit.id] ?? DemoOffice(unit: post.unit)
            let officer = Officer(id: id, name: name, agency: post.unit.id, roles: [post.unit.id: Set(post.roles)])
            for role in post.roles where office.officers[role] == nil {
                office.officers[role] = officer
                office.performers[role] = officer.performer
            }
            if !post.signature.isEmpty {
                let block = post.signature.map(\.description).joined(separator: " / ")
                office.signature = SignedBy(officer: officer.actor, block: block)
            }
            offices[post.unit.id] = office
            if post.isShown {
                office.isShown = true
                offices[post.unit.id] = office
                logIns.append(
                    DemoLogIn(logIn: post.logIn, name: name, title: post.title, agency: post.unit.shortName)
                )
            }
        }
        let desk = StaffDesk(database: database, world: world.world)
        for slice in slices(orders, of: 50) { try await desk.add(slice, by: Self.actor) }
        let accounts = AccountDesk(database: database, world: world.world, vault: platform.vault)
        let hash = try await platform.vault.hashPassword(DemoSettings.password)
        for slice in slices(orders.compactMap(\.id), of: 50) {
            try await accounts.setHash(hash, of: slice, by: .system("demo"))
        }
        return (offices, logIns)
    }

    private func order(_ post: DemoPost, _ id: ID<StaffMember>, _ name: String) -> NewStaff {
        let unit = post.unit.id
        let block = SignatureBlock(agency: unit, lines: post.signature, from: start)
        return NewStaff(
            id: id,
            StaffProfile(name: name, logInName: post.logIn, phone: nil),
            post: StaffPost(agency: unit, title: post.title),
            grants: post.roles.map { RoleGrant(agency: unit, role: $0, from: start) },
            signatures: post.signature.isEmpty ? [] : [block]
        )
    }

    // MARK: Counters

    private func counters(_ units: DemoUnits) async throws {
        let desk = AgencyDesk(database: database, world: world.world)
        let plans: [(String, [String])] = [
            ("Tư pháp – Hộ tịch", ["Hộ tịch", "Chứng thực", "Nuôi con nuôi", "Lý lịch tư pháp"]),
            ("Công an – Cư trú", ["Đăng ký, quản lý cư trú", "Sát hạch, cấp giấy phép lái xe"]),
            ("Đất đai", ["Đất đai"]),
            ("Xây dựng", ["Hoạt động xây dựng"]),
            (
                "Kế hoạch – Tài chính",
                ["Thành lập và hoạt động của doanh nghiệp", "Thành lập và hoạt động hộ kinh doanh"]
            ),
            ("Lao động – Xã hội", ["Bảo trợ xã hội", "Giảm nghèo", "Giáo dục và Đào tạo"]),
            ("Trả kết quả", []),
        ]
        for (index, (name, fields)) in plans.enumerated() {
            let plan = CounterPlan(agency: units.centre.id, number: index + 1, name: name, fields: fields, from: start)
            _ = try await desk.openCounter(plan, by: Self.actor)
        }
        for (commune, _) in staffed(units) {
            let plan = CounterPlan(agency: commune.oneStop.id, number: 1, name: "Một cửa", fields: [], from: start)
            _ = try await desk.openCounter(plan, by: Self.actor)
        }
    }
}

/// `items` in parts of at most `size`: a write touches few rows.
func slices<T>(_ items: [T], of size: Int) -> [[T]] {
    stride(from: 0, to: items.count, by: size).map { Array(items[$0..<min($0 + size, items.count)]) }
}
