public import Agencies
public import Kernel
public import Storage

/// Takes a spreadsheet of officers in: everybody who is not there yet, with a one-time password for each.
///
/// The whole list is compared first and nothing is written while a line is wrong. Officers are added in slices, each a
/// write of its own; what stops in the middle is gone on with by taking the same list again: who was added is kept, who
/// has no password yet is given one.
public struct StaffImport: Sendable {
    /// An officer and the one-time password that is shown this once.
    public struct Given: Hashable, Sendable {
        public let line: StaffSheetPlan.Line
        public let password: String
    }
    let database: any Database
    let world: World
    let vault: Vault
    public init(database: any Database, world: World, vault: Vault) {
        self.database = database
        self.world = world
        self.vault = vault
    }

    /// What the list would change. Units out of the authority's reach are unknown to it.
    ///
    /// - Throws: `StaffSheet.Refusal` when it cannot be read as a list at all.
    public func plan(_ bytes: [UInt8], by authority: AccountAuthority) async throws -> StaffSheetPlan {
        let (entries, flaws) = try StaffSheet.read(bytes)
        let today = world.now().date
        return try await database.read { tx in
            let directory = try AgencyDirectory.load(in: tx)
            let units = directory.all(on: today).filter { authority.reaches($0.id, directory, on: today) }
            return StaffSheetPlan(
                entries,
                flaws,
                units: units,
                code: { directory.code(of: $0, $1, on: today) },
                staff: try StaffStore.belonging(to: Set(units.map(\.id)), in: tx),
                logIns: try StaffStore.logIns(in: tx),
                on: today
            )
        }
    }

    /// Adds the new officers of the plan, and gives a one-time password to everybody of it who has none.
    ///
    /// - Parameter progress: called with the number of passwords given so far.
    /// - Returns: the passwords, in the order of the list.
    public func carryOut(
        _ plan: StaffSheetPlan,
        by authority: AccountAuthority,
        progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws -> [Given] {
        guard plan.isGood else { return [] }
        let desk = StaffDesk(database: database, world: world)
        var members: [(line: StaffSheetPlan.Line, id: ID<StaffMember>)] = []
        var slice: [(StaffSheetPlan.Line, NewStaff)] = []
        func add() async throws {
            let ids = try await desk.add(slice.map(\.1), by: authority.actor)
            members += zip(slice.map(\.0), ids).map { ($0, $1) }
            slice = []
        }
        for line in plan.lines {
            switch line.fate {
            case .kept(let id): members.append((line, id))
            case .new(let new):
                slice.append((line, new))
                if slice.count == AgencyLimits.sheetSlice { try await add() }
            }
        }
        if !slice.isEmpty { try await add() }
        let ids = members.map(\.id)
        let without = try await database.read { tx in
            Set(try ids.filter { try AccountStore.load($0, in: tx)?.hasPassword != true })
        }
        let accounts = AccountDesk(database: database, world: world, vault: vault)
        var given: [Given] = []
        for (line, id) in members.sorted(by: { $0.line.line < $1.line.line }) where without.contains(id) {
            given.append(Given(line: line, password: try await accounts.givePassword(to: id, by: authority)))
            progress(given.count)
        }
        return given
    }
}
