internal import Access
internal import Agencies
internal import Documents
internal import Dossiers
internal import Hummingbird
internal import Kernel
internal import Register
internal import Storage
public import Web

/// Files of dossiers: up by whoever may write to the dossier, down by whoever may see it.
///
/// | route | who | what |
/// |---|---|---|
/// | `POST /desk/dossiers/{id}/files` | officers who see it and may write | keeps a PDF, JPEG or PNG, 20 MB at most |
/// | `GET /desk/files/{id}` | officers who see the dossier | the file; the look is an entry |
public struct FilePages: Sendable {
    let rooms: Rooms
    public init(_ rooms: Rooms) { self.rooms = rooms }

    public func addRoutes(to routes: RouteTable) {
        let writers = DossierPages.roleNames(.writeNote)
        // A little more than the largest file, so that one byte too many is told kindly.
        let limit = FileLimits.bytes + 256 * 1024
        routes.post("/desk/dossiers/{id}/files", for: .staff(writers), limit: limit) { form, context in
            try await add(form, context, ID(try context.parameter("id")))
        }
        routes.get("/desk/files/{id}", for: .staff(DossierPages.readers)) { context in
            try await open(context, ID(try context.parameter("id")))
        }
    }

    /// Keeps a content before it is named: outside every transaction.
    @concurrent func keep(_ bytes: [UInt8]) async throws -> StoredContent {
        var writer = try rooms.files.begin(Hex.encode(rooms.world.secret(16)))
        for start in stride(from: 0, to: bytes.count, by: FileLimits.chunk) {
            try writer.write(bytes[start..<min(start + FileLimits.chunk, bytes.count)])
        }
        return try writer.finish()
    }

    private func add(_ form: FormData, _ context: StaffContext, _ id: ID<Dossier>) async throws -> Response {
        var form = form
        let officer = try await rooms.database.read { tx in
            let officer = try rooms.officer(context, in: tx)
            _ = try rooms.dossier(id, for: officer, on: context.today, in: tx)
            return officer
        }
        guard let upload = form.file("file") else {
            form.errors.add("file", "folder.error.file")
            return try await DossierPages(rooms).show(context, id, form: form)
        }
        do {
            let content = try await keep(upload.bytes)
            let (rooms, now, key) = (rooms, context.now, form.key)
            _ = try await rooms.database.write("add file") { tx in
                try RequestKeys.once(key, at: now, in: tx) {
                    try Documents.add(
                        content,
                        name: upload.name,
                        subject: id.rawValue,
                        by: officer.actor,
                        agency: officer.agency.rawValue,
                        world: rooms.world,
                        in: tx
                    ).rawValue
                }
            }
        } catch let error as FileError {
            form.errors.add("file", "file.\(error.cause)", RefusalWords.values(error))
            return try await DossierPages(rooms).show(context, id, form: form)
        }
        return .redirect(to: DossierPage.path(id).query("done", "file").fragment("files"))
    }

    private func open(_ context: StaffContext, _ id: ID<StoredFile>) async throws -> Response {
        let (file, officer) = try await rooms.database.read { tx in
            let officer = try rooms.officer(context, in: tx)
            let file = try Documents.open(id, in: tx) { file in
                guard file.subject.hasPrefix("dsr_") else { return false }
                _ = try rooms.dossier(ID(file.subject), for: officer, on: context.today, in: tx)
                return true
            }
            guard let file else { throw Problem.notFound }
            return (file, officer)
        }
        try await DossierPages(rooms).look(at: ID(file.subject), by: officer, context)
        let bytes = try await read(file.content.hash)
        return .file(bytes, type: file.content.kind.mediaType, name: file.name, isDownload: false)
    }

    @concurrent private func read(_ hash: String) async throws -> [UInt8] { try rooms.files.bytes(of: hash) }
}
