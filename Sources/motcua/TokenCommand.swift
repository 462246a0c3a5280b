internal import Access
internal import Agencies
internal import ArgumentParser
internal import Kernel
internal import Register
internal import Server
internal import Site
internal import Storage

/// `motcua token`: officers' tokens for programs.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Mã truy cập cho phần mềm khác. Officers' tokens for other programs: create, list, revoke.",
        subcommands: [TokenCreateCommand.self, TokenListCommand.self, TokenRevokeCommand.self]
    )
}

/// What every command about tokens needs.
private struct TokenOpening {
    let platform: Platform
    var desk: TokenDesk { TokenDesk(database: platform.database, world: platform.world) }

    init(data: String) async throws { platform = try await Opening.platform(data) }

    /// The officer with this log-in name.
    func officer(_ logIn: String) async throws -> ID<StaffMember> {
        let found = try await platform.database.read { tx in try StaffStore.find(logIn: logIn.lowercased(), in: tx) }
        guard let found else {
            throw CommandFailure(
                vi: "Không có cán bộ nào có tên đăng nhập \"\(logIn)\".",
                en: "No officer has the log-in name \"\(logIn)\"."
            )
        }
        return found
    }

    static func failure(_ error: TokenError) -> CommandFailure {
        switch error {
        case .unknownStaff, .notYourStaff:
            CommandFailure(vi: "Không có cán bộ này.", en: "There is no such officer.")
        case .noRoleAt(let unit):
            CommandFailure(
                vi: "Hôm nay cán bộ không giữ vai trò nào tại đơn vị \(unit).",
                en: "The officer holds no role at the unit \(unit) today."
            )
        case .noAccount:
            CommandFailure(
                vi: "Cán bộ chưa có tài khoản hoặc tài khoản đang bị khóa.",
                en: "The officer has no account, or it is locked."
            )
        case .noRights:
            CommandFailure(
                vi: "Cần ít nhất một quyền: read, intake, act.",
                en: "At least one right is needed: read, intake, act."
            )
        case .badLabel(let max):
            CommandFailure(
                vi: "--label dài nhất \(max) ký tự, một dòng.",
                en: "--label is one line of at most \(max) characters."
            )
        case .daysOutside(let days):
            CommandFailure(
                vi: "--valid-days từ \(days.lowerBound) đến \(days.upperBound).",
                en: "--valid-days from \(days.lowerBound) to \(days.upperBound)."
            )
        case .tooMany(let limit):
            CommandFailure(
                vi: "Cán bộ đã có \(limit) mã còn hiệu lực. Hãy thu hồi bớt trước.",
                en: "The officer has \(limit) valid tokens. Revoke some first."
            )
        case .unknownToken:
            CommandFailure(vi: "Không có mã truy cập này.", en: "There is no such token.")
        }
    }
}

struct TokenCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Tạo mã truy cập; chỉ hiện một lần. Make a token; it is shown this once.",
        discussion: """
            motcua token create --data DIR --officer hanh --rights read,intake --label "Phần mềm đất đai"
            Dòng đầu tiên in ra là mã. The first line printed is the token.
            """
    )
    @Option(help: "Thư mục dữ liệu. The data folder.") var data: String
    @Option(help: "Tên đăng nhập của cán bộ. The officer's log-in name.") var officer: String
    @Option(help: "Quyền. Rights, of read,intake,act.") var rights = "read"
    @Option(help: "Mã đơn vị; mặc định là đơn vị của cán bộ. The unit's code; by default the officer's own.")
    var unit: String?
    @Option(name: .customLong("valid-days"), help: "Số ngày có hiệu lực. Days of validity.")
    var validDays = AccessLimits.tokenDaysUsual
    @Option(help: "Dùng cho việc gì. What it is for.") var label = ""

    func run() async throws {
        let opened = try await TokenOpening(data: data)
        let words = rights.split(separator: ",").map { $0.filter { $0 != " " } }
        let wanted = words.compactMap { TokenRight(rawValue: $0) }
        guard wanted.count == words.count else {
            throw CommandFailure(vi: "--rights chỉ gồm read, intake, act.", en: "--rights are of read, intake, act.")
        }
        let staff = try await opened.officer(officer)
        var agency: ID<Agency>?
        if let unit {
            guard let found = try await Opening.lineage(unit, opened.platform)?.first else {
                throw CommandFailure(
                    vi: "Không có đơn vị mã \"\(unit)\".",
                    en: "There is no unit with the code \"\(unit)\"."
                )
            }
            agency = found
        }
        do {
            let made = try await opened.desk.create(
                for: staff,
                at: agency,
                rights: Set(wanted),
                label: label,
                days: validDays,
                by: .system("command-line")
            )
            Terminal.line(made.text.rawValue)
            Terminal.note(
                """
                Mã \(made.token.id), có hiệu lực đến \(made.token.validUntil). Mã chỉ hiện lần này.
                Token \(made.token.id), valid until \(made.token.validUntil). It is shown this once.
                """
            )
        } catch let error as TokenError { throw TokenOpening.failure(error) }
    }
}

struct TokenListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Các mã truy cập, không hiện bí mật. The tokens, without their secrets."
    )
    @Option(help: "Thư mục dữ liệu. The data folder.") var data: String
    @Option(help: "Tên đăng nhập; bỏ trống là tất cả. The officer's log-in name; all when left out.")
    var officer: String?

    func run() async throws {
        let opened = try await TokenOpening(data: data)
        let staff: ID<StaffMember>? = if let officer { try await opened.officer(officer) } else { nil }
        let now = opened.platform.world.now()
        let lines = try await opened.platform.database.read { tx in
            let tokens = try staff.map { try TokenStore.all(of: $0, in: tx) } ?? TokenStore.all(in: tx)
            return try tokens.map { token in
                let member = try StaffStore.load(token.staff, in: tx)
                let state = token.revokedAt != nil ? "revoked" : token.isLive(at: now) ? "valid" : "over"
                return [
                    token.id.rawValue, token.prefix, member?.logInName ?? token.staff.rawValue, state,
                    token.rights.sorted().map(\.rawValue).joined(separator: ","), "until \(token.validUntil)",
                    token.usedAt.map { "used \($0)" } ?? "unused", token.label,
                ].joined(separator: "\t")
            }
        }
        for line in lines { Terminal.line(line) }
    }
}

struct TokenRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Thu hồi ngay một mã truy cập. Revoke a token at once."
    )
    @Option(help: "Thư mục dữ liệu. The data folder.") var data: String
    @Argument(help: "Mã số, như tok_…. The token's id, tok_….") var id: String

    func run() async throws {
        let opened = try await TokenOpening(data: data)
        do {
            try await opened.desk.revoke(ID(id), by: .system("command-line"))
            Terminal.line("Đã thu hồi, revoked: \(id)")
        } catch let error as TokenError { throw TokenOpening.failure(error) }
    }
}
