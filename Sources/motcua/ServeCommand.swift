internal import ArgumentParser
internal import Foundation
internal import Logging
internal import Server

/// `motcua serve`: the site.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Chạy trang web và các việc định kỳ. Run the site and its duties.",
        discussion: """
            Dừng bằng Ctrl-C hoặc SIGTERM: yêu cầu đang chạy được làm xong. Stop with Ctrl-C or SIGTERM; what runs is \
            finished.
            """
    )
    @Option(help: "Thư mục dữ liệu. The data folder.") var data: String
    @Option(help: "Địa chỉ và cổng. Address and port to listen on.") var listen = "127.0.0.1:8080"
    @Option(help: "Địa chỉ mà người dùng thấy, trong mã QR. The address people see; it stands in QR codes.")
    var publicUrl: String?
    @Option(help: "Địa chỉ IP của proxy được tin. The proxy whose X-Forwarded-For is believed.")
    var trustedProxy: String?
    @Option(help: "Thư mục lời văn thay cho lời văn có sẵn. A folder of texts laid over the shipped ones.")
    var strings: String?
    @Option(help: "Mức nhật ký. The least level that is logged: trace, debug, info, notice, warning, error.")
    var log = "notice"

    func validate() throws {
        guard ServeOptions.address(listen) != nil else { throw ValidationError("--listen 127.0.0.1:8080") }
        guard Logger.Level(rawValue: log) != nil else { throw ValidationError("--log notice") }
        guard publicUrl.map({ $0.hasPrefix("http://") || $0.hasPrefix("https://") }) ?? true else {
            throw ValidationError("--public-url https://…")
        }
    }

    func run() async throws {
        var options = ServeOptions(data: data)
        if let address = ServeOptions.address(listen) { (options.host, options.port) = address }
        options.publicURL = publicUrl
        options.trustedProxy = trustedProxy
        options.strings = strings
        var logger = Logger(label: "motcua") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = Logger.Level(rawValue: log) ?? .notice
        try await Serve.run(options, logger: logger) { address, demo in
            Terminal.line("Một Cửa: \(address)")
            if let demo { Terminal.line(DemoWords.logIns(demo)) }
        }
    }
}
