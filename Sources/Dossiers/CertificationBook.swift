public import Agencies
public import Catalogue
public import Kernel
public import Storage

/// A book of certification of a unit and year (Decree 23/2015/NĐ-CP art. 12–13): numbered from 1, without gaps.
public enum CertificationBook: String, Sendable, CaseIterable, Codable {
    /// Chứng thực bản sao từ bản chính: one number for one original, however many copies.
    case copies
    /// Chứng thực chữ ký, điểm chỉ.
    case signatures
    /// Chứng thực hợp đồng, giao dịch.
    case contracts

    /// How the book is written after the number: `SCT/BS`.
    public var symbol: String {
        switch self {
        case .copies: "SCT/BS"
        case .signatures: "SCT/CK"
        case .contracts: "SCT/HĐ,GD"
        }
    }

    /// The next number of `unit` and `year`.
    ///
    /// Drawn in the transaction that records it: when that rolls back, so does the number, and no gap is left.
    public func next(of unit: ID<Agency>, year: Int, in tx: Transaction) throws -> Int {
        try DossierStore.nextSerial("certification:\(unit):\(rawValue):\(year)", in: tx)
    }

    /// How the numbers are written on the papers: `137 quyển số 01/2025-SCT/BS`, or `137–139 quyển số …`.
    public func reference(_ lines: [Certified]) -> String {
        guard let first = lines.first, let last = lines.last else { return "" }
        let numbers = first.number == last.number ? "\(first.number)" : "\(first.number)–\(last.number)"
        return "\(numbers) quyển số 01/\(first.year)-\(symbol)"
    }

    /// A page of the book, after `number`.
    public func lines(
        of unit: ID<Agency>,
        year: Int,
        after number: Int = 0,
        limit: Int = Limits.pageRows,
        in tx: Transaction
    ) throws -> [CertificationLine] {
        try tx.all(
            """
            SELECT * FROM certification
            WHERE unit = \(unit) AND book = \(rawValue) AND year = \(year) AND number > \(number)
            ORDER BY number LIMIT \(limit)
            """
        )
    }
}

/// One line of a book of certification.
public struct CertificationLine: Hashable, Sendable, RowDecodable {
    public let number: Int
    public let dossier: ID<Dossier>
    public let title: String
    public let pages: Int
    public let copies: Int
    public let at: Instant
    public init(row: Row) throws {
        number = try row.get("number")
        dossier = try row.get("dossier")
        title = try row.get("title")
        pages = try row.get("pages")
        copies = try row.get("copies")
        at = try row.get("at")
    }
}

/// One original that is brought to be certified.
public struct PaperToCertify: Hashable, Sendable {
    public var title: String
    /// Pages of the original.
    public var pages: Int
    public var copies: Int
    public init(title: String, pages: Int, copies: Int) {
        self.title = title
        self.pages = pages
        self.copies = copies
    }
}

extension FeeFormula {
    /// Certified copies: 2,000 đ a page for the first two, 1,000 đ after, at most 200,000 đ a copy
    /// (Circular 226/2016/TT-BTC art. 4).
    public static let certifiedCopies = FeeFormula.perPage(
        first: Money(dong: 2000),
        pages: 2,
        next: Money(dong: 1000),
        cap: Money(dong: 200_000)
    )

    /// What all `papers` cost together.
    public func amount(for papers: [PaperToCertify]) -> Money {
        papers.reduce(.zero) { sum, paper in
            switch self {
            case .perPage(let first, let pages, let next, let cap):
                let one = first * min(paper.pages, pages) + next * max(0, paper.pages - pages)
                return sum + min(cap, one) * paper.copies
            case .perCopy(let each): return sum + each * paper.copies
            }
        }
    }
}
