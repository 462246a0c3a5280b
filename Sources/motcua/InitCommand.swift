internal import ArgumentParser
internal import Server

/// `motcua init`: a data folder for real work.
struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Tạo thư mục dữ liệu, khóa và quản trị viên đầu tiên. Make data folder, keys, first administrator.",
        discussion: """
            Mật khẩu dùng một lần được in ra đúng một lần; hoặc đặt MOTCUA_ADMIN_PASSWORD để tự chọn. Thư mục khóa cần \
            được sao lưu riêng: mất nó là mất mọi số định danh.
            A one-time password is printed this once; or set MOTCUA_ADMIN_PASSWORD to choose it. Back the key folder up \
            apart from the data: without it every identity number is lost.
            """
    )
    @OptionGroup var place: PlaceOptions
    @Option(help: "Tên cơ quan đầu tiên. The first unit.") var agency = "Ủy ban nhân dân tỉnh"
    @Option(help: "Mã định danh cơ quan, như H28. Its unit code.") var code: String?
    @Option(help: "Họ tên quản trị viên. The administrator's name.") var name = "Quản trị viên"
    @Option(help: "Tên đăng nhập. The log-in name.") var login = "quantri"

    func run() async throws {
        let made = try await FirstStart.make(
            place.data,
            place.settings(),
            FirstStart.Administrator(agency: agency, unitCode: code, name: name, logIn: login),
            password: Terminal.environment("MOTCUA_ADMIN_PASSWORD")
        )
        Terminal.line(
            """
            Đã tạo \(made.folder.path); khóa ở \(made.folder.settings.keys) (hãy sao lưu riêng).
            Made \(made.folder.path); the keys are in \(made.folder.settings.keys) (back them up apart).
            """
        )
        guard let password = made.password else {
            return Terminal.line("Đăng nhập, log-in: \(login)")
        }
        Terminal.line(
            """
            Đăng nhập, log-in: \(login)
            Mật khẩu dùng một lần, one-time password: \(password)
            Có giá trị 24 giờ và chỉ hiện lần này. Valid for 24 hours and shown this once.
            """
        )
    }
}
