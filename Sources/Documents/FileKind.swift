/// What a file is, told by its content and never by its name (issue 2: PDF, JPEG, PNG).
public enum FileKind: String, Sendable, CaseIterable, Codable {
    case pdf, jpeg, png

    /// Bytes that are looked at.
    public static let headLength = 8

    /// The kind that these first bytes show, or nil.
    public init?(head: some Collection<UInt8>) {
        let head = Array(head.prefix(Self.headLength))
        if head.starts(with: Array("%PDF-".utf8)) {
            self = .pdf
        } else if head.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else {
            return nil
        }
    }

    public var mediaType: String {
        switch self {
        case .pdf: "application/pdf"
        case .jpeg: "image/jpeg"
        case .png: "image/png"
        }
    }
    public var ending: String { self == .jpeg ? "jpg" : rawValue }
}

/// A file name that does no harm.
public enum FileName {
    /// Characters a name may have, its ending included.
    public static let length = 150

    /// The last part of what a browser sent, without control characters, separators and leading dots, with the ending
    /// of its content. A name that leaves nothing becomes `tep`.
    public static func clean(_ name: String, kind: FileKind) -> String {
        let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        var scalars = String.UnicodeScalarView()
        for scalar in last.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: continue
            default: break
            }
            scalars.append("\":*?<>|;".unicodeScalars.contains(scalar) ? "_" : scalar)
        }
        var base = String(scalars)
        if let dot = base.lastIndex(of: "."),
            ["pdf", "jpg", "jpeg", "png"].contains(base[base.index(after: dot)...].lowercased())
        {
            base = String(base[..<dot])
        }
        base = String(base.drop { $0 == "." || $0 == " " })
        while base.last == " " || base.last == "." { base.removeLast() }
        if base.isEmpty { base = "tep" }
        return base.prefix(length - kind.ending.count - 1) + "." + kind.ending
    }
}

/// Bounds of a file; tested at n and n+1.
public enum FileLimits {
    /// Bytes of one file: 20 MB.
    public static let bytes = 20 * 1024 * 1024
    /// Bytes that are read or written at once.
    public static let chunk = 64 * 1024
    /// Files of one subject.
    public static let perSubject = 200
}

/// What the store of files refuses.
public enum FileError: Error, Hashable, Sendable {
    /// More bytes than `limit`.
    case tooLarge(limit: Int)
    /// The content is neither PDF nor JPEG nor PNG.
    case unknownKind
    case empty
    case tooMany(limit: Int)
    /// The disk is full; nothing was kept.
    case noSpace
    /// The content is not there, or is not what its hash says.
    case damaged(hash: String)
    /// The system refused, with its error number.
    case system(Int32)

    /// The name of the cause, for texts: `tooLarge`.
    public var cause: String { Mirror(reflecting: self).children.first?.label ?? String(describing: self) }
}
