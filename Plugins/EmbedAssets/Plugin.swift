import Foundation
import PackagePlugin

/// Turns the files of `Assets` and `Demo` into Swift before `AssetBundle` is compiled: one binary holds everything.
@main struct EmbedAssetsPlugin: BuildToolPlugin {
    /// One generated file for each of these, so that a changed text does not compile the demo again.
    private static let groups = [
        (name: "Strings", folder: "Assets/strings"), (name: "Static", folder: "Assets/static"),
        (name: "Other", folder: "Assets"), (name: "Demo", folder: "Demo"),
    ]

    func createBuildCommands(context: PluginContext, target: any Target) async throws -> [Command] {
        let root = context.package.directoryURL
        let tool = try context.tool(named: "EmbedAssets").url
        var taken: Set<String> = []
        return Self.groups.map { group in
            let paths = Self.files(below: group.folder, root: root).filter { !taken.contains($0) }
            taken.formUnion(paths)
            let output = context.pluginWorkDirectoryURL.appending(path: "Embedded\(group.name).swift")
            return .buildCommand(
                displayName: "Embedding \(group.name)",
                executable: tool,
                arguments: [group.name, output.path, root.path] + paths,
                inputFiles: paths.map { root.appending(path: $0) },
                outputFiles: [output]
            )
        }
    }

    /// Every file below `folder`, as paths from the root, sorted; hidden files are left out.
    private static func files(below folder: String, root: URL) -> [String] {
        let base = root.appending(path: folder)
        let all = FileManager.default.enumerator(atPath: base.path)?.compactMap { $0 as? String } ?? []
        return all.filter { path in
            var isFolder: ObjCBool = false
            let isThere = FileManager.default.fileExists(
                atPath: base.appending(path: path).path,
                isDirectory: &isFolder
            )
            return isThere && !isFolder.boolValue && !path.split(separator: "/").contains { $0.hasPrefix(".") }
        }.map { "\(folder)/\($0)" }.sorted()
    }
}
