internal import Access
internal import Agencies
internal import Kernel
internal import LegalClock
internal import Register
internal import Site
internal import Storage

/// Makes a data folder for real work: keys, the first unit, the first administrator, the national calendar.
public enum FirstStart {
    public struct Administrator: Hashable, Sendable {
        /// The first unit; the others are entered under it.
        public var agency: String
        public var unitCode: String?
        public var name: String
        public var logIn: String
        public init(agency: String, unitCode: String?, name: String, logIn: String) {
            self.agency = agency
            self.unitCode = unitCode
            self.name = name
            self.logIn = logIn
        }
    }
    public struct Made: Sendable {
        public let folder: DataFolder
        /// The one-time password; nil where one was chosen.
        public let password: String?
    }

    /// - Parameter password: one that was chosen and stays; nil makes a one-time password.
    /// - Throws: `OperatorFailure`; `AgencyError` and `SignInError` for what cannot be a unit, a name, a password. Then
    ///   the folder stays, and is removed by hand before the next try.
    public static func make(
        _ path: String,
        _ settings: Settings,
        _ first: Administrator,
        password: String? = nil
    ) async throws -> Made {
        let world = SystemClock.world()
        try check(first, password)
        let folder = try await DataFolder.make(path, settings, secret: world.secret)
        let platform = try Platform(folder)
        let (database, today) = (platform.database, world.now().date)
        try await database.write("init.calendar") { tx in _ = try CalendarStore.seedNational(in: tx, at: world.now()) }
        let unit = AgencyDescription(
            from: today,
            name: first.agency,
            shortName: first.agency,
            kind: .province,
            parent: nil
        )
        let codes = first.unitCode.map { [AgencyCode(scheme: .unit, code: $0, from: today)] } ?? []
        let agencies = try await AgencyDesk(database: database, world: world)
            .create([NewAgency(unit, codes: codes)], by: .system("init"))
        guard let agency = agencies.first else { throw StorageError.missing("agency") }
        let staff = try await StaffDesk(database: database, world: world).add(
            [
                NewStaff(
                    StaffProfile(name: first.name, logInName: first.logIn, phone: nil),
                    post: StaffPost(agency: agency, title: "Quản trị hệ thống"),
                    grants: [RoleGrant(agency: agency, role: .administrator, from: today)]
                )
            ],
            by: .system("init")
        )
        guard let administrator = staff.first else { throw StorageError.missing("staff") }
        let accounts = AccountDesk(database: database, world: world, vault: platform.vault)
        if let password {
            try await accounts.setPassword(password, of: administrator, by: .system("init"))
            return Made(folder: folder, password: nil)
        }
        let made = try await accounts.givePassword(to: administrator, by: .system("init"))
        return Made(folder: folder, password: made)
    }

    /// Refuses what could not be entered, before anything is made.
    private static func check(_ first: Administrator, _ password: String?) throws {
        let isPlain = first.logIn.utf8.allSatisfy {
            (97...122).contains($0) || (48...57).contains($0) || [45, 46, 95].contains($0)
        }
        let length = AgencyLimits.logInLength
        guard isPlain, length.contains(first.logIn.utf8.count) else {
            throw OperatorFailure(
                vi: "Tên đăng nhập gồm \(length.lowerBound)–\(length.upperBound) chữ thường không dấu, số, . - _",
                en: "A log-in name has \(length.lowerBound)–\(length.upperBound) small letters, digits and . - _"
            )
        }
        for text in [first.agency, first.name] where !VietnameseText.isCleanLine(text) || text.isEmpty {
            throw OperatorFailure(
                vi: "Tên không được trống hoặc có ký tự lạ.",
                en: "A name may not be empty or hold control characters."
            )
        }
        if let code = first.unitCode {
            guard AgencyCode(scheme: .unit, code: code, from: CivilDate(day: 0)).isWellFormed else {
                throw OperatorFailure(
                    vi: "Mã cơ quan \(code) không đúng dạng, như H28 hoặc H28.12.",
                    en: "\(code) is no unit code; it looks like H28 or H28.12."
                )
            }
        }
        guard let password else { return }
        do {
            _ = try PasswordRules.checked(password, logInName: first.logIn, name: first.name)
        } catch {
            throw OperatorFailure(
                vi: "Mật khẩu trong MOTCUA_ADMIN_PASSWORD không đạt: \(error). Ít nhất 10 ký tự, không dễ đoán.",
                en: "The password in MOTCUA_ADMIN_PASSWORD is refused: \(error). At least 10 characters, not common."
            )
        }
    }
}
