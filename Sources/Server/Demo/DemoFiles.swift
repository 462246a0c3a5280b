internal import Agencies
internal import AssetBundle
internal import Catalogue
internal import Foundation
internal import Kernel

/// The demo's facts as they lie in `Demo/`.
enum DemoFiles {
    struct Province: Decodable {
        var name: String
        var statistics: String
    }
    /// Hòa Bình until 30/6/2025.
    struct Before: Decodable {
        struct District: Decodable {
            var name: String
            var statistics: String
            /// Kind, name, number of the statistics office.
            var communes: [[String]]
        }
        var province: Province
        var districts: [District]
    }
    /// The same ground in Phú Thọ since 1/7/2025.
    struct After: Decodable {
        struct Unit: Decodable {
            var kind: String
            var name: String
            var statistics: String
        }
        var province: Province
        var units: [Unit]
    }
    struct Names: Decodable {
        struct People: Decodable {
            var people: String
            var weight: Int
            var surnames: [String: Int]
        }
        struct Parts: Decodable {
            var middle: [String: Int]
            var given: [String: Int]
        }
        var peoples: [People]
        var men: Parts
        var women: Parts
    }

    static func read<T: Decodable>(_ name: String, as type: T.Type = T.self) throws -> T {
        guard let bytes = AssetBundle.bytes("Demo/\(name).json") else { throw DemoFault.missing(name) }
        return try JSONDecoder().decode(T.self, from: Data(bytes))
    }

    /// Every procedure of the demo, by code.
    static func procedures() throws -> [ProcedureVersion] {
        let paths = AssetBundle.paths.filter { $0.hasPrefix("Demo/procedures/") && $0.hasSuffix(".json") }
        return try paths.flatMap { path in try ProcedureFile.decode(AssetBundle.text(path) ?? "") }
            .sorted { ($0.code, $0.validFrom) < ($1.code, $1.validFrom) }
    }
}

/// What is wrong with the demo's own files; a fault of the program.
enum DemoFault: Error, Hashable, Sendable {
    case missing(String)
    case unreadable(String)
}
