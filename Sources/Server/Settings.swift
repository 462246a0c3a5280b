public import Kernel

/// What a data folder says about itself, in `settings.json`: where its database and its keys are, and whether it is a
/// demo.
public struct Settings: Codable, Hashable, Sendable {
    /// The form of this file; a greater one was written by a newer version.
    public var format = 1
    /// The key folder, outside the data folder.
    public var keys: String
    /// The address of a PostgreSQL database; nil keeps the data in `motcua.sqlite`.
    public var database: String?
    /// The schema in that database that holds the tables; nil is the role's own search path.
    public var schema: String?
    public var demo: DemoSettings?
    /// Prints of the keys these data hang on, by the file's name; nil in folders of the first version.
    public var keyPrints: [String: String]?

    public init(keys: String, database: String? = nil, schema: String? = nil, demo: DemoSettings? = nil) {
        self.keys = keys
        self.database = database
        self.schema = schema
        self.demo = demo
    }
}

/// What makes a data folder a demo.
public struct DemoSettings: Codable, Hashable, Sendable {
    /// The day on which the demo begins.
    public var today: CivilDate
    /// Milliseconds by which the server's clock is ahead of the computer's.
    public var shift: Int64
    public var seed: UInt64
    public var dossiers: Int
    /// False while the demo is being built: an unfinished one is not served.
    public var isComplete = false
    /// The log-ins to show, each with what it is for.
    public var logIns: [DemoLogIn] = []

    public init(today: CivilDate, shift: Int64, seed: UInt64, dossiers: Int) {
        self.today = today
        self.shift = shift
        self.seed = seed
        self.dossiers = dossiers
    }
    /// Everybody's password in a demo. It protects nothing: a demo holds nobody's data.
    public static let password = "mot-cua-hoa-binh"
}

/// An account of the demo.
public struct DemoLogIn: Codable, Hashable, Sendable {
    public var logIn: String
    public var name: String
    public var title: String
    public var agency: String
    public init(logIn: String, name: String, title: String, agency: String) {
        self.logIn = logIn
        self.name = name
        self.title = title
        self.agency = agency
    }
}
