public import Access
public import Agencies
public import Kernel
public import Storage

/// One line of the register book (form 07 of regime B, 06 of regime A).
public struct RegisterBookRow: Hashable, Sendable, RowDecodable {
    public let id: ID<Dossier>
    public let number: Int
    public let code: DossierCode
    public let procedureCode: String
    public let procedureVersion: String
    public let sets: Int
    public let submitter: ID<Person>
    /// Filled by `RegisterBook.page`.
    public internal(set) var owners: [ID<Person>] = []
    public let competent: ID<Agency>
    public let receivedAt: Instant?
    public let dueAt: Instant?
    /// Chuyển hồ sơ đến cơ quan giải quyết.
    public let forwardedAt: Instant?
    /// Nhận kết quả từ cơ quan giải quyết.
    public let resultAt: Instant?
    public let closedAt: Instant?
    public let returnedHow: ResultDelivery?
    public let mark: ReceiptMark?
    /// A struck-out line keeps its number and says so.
    public let status: Status
    public let corrects: ID<Dossier>?

    public init(row: Row) throws {
        id = try row.get("id")
        number = try row.get("book_number")
        code = try row.get("code")
        procedureCode = try row.get("procedure_code")
        procedureVersion = try row.get("procedure_version")
        sets = try row.get("sets")
        submitter = try row.get("submitter")
        competent = try row.get("competent")
        receivedAt = try row.getIfPresent("received_at")
        dueAt = try row.getIfPresent("due_at")
        forwardedAt = try row.getIfPresent("forwarded_at")
        resultAt = try row.getIfPresent("result_at")
        closedAt = try row.getIfPresent("closed_at")
        returnedHow = try row.getIfPresent("returned_how")
        mark = try row.getIfPresent("returned_mark")
        status = try row.get("status")
        corrects = try row.getIfPresent("corrects")
    }
}

extension ResultDelivery: SQLConvertible {}
extension ReceiptMark: SQLConvertible {}

/// Sổ theo dõi hồ sơ of a receiving unit and year.
public enum RegisterBook {
    /// A page after `number`, in the order of the book.
    public static func page(
        of unit: ID<Agency>,
        year: Int,
        after number: Int = 0,
        limit: Int = Limits.pageRows,
        in tx: Transaction
    ) throws -> [RegisterBookRow] {
        let rows: [RegisterBookRow] = try tx.all(
            """
            SELECT * FROM dossier WHERE receiving = \(unit) AND book_volume = \(year) AND book_number > \(number)
            ORDER BY book_number LIMIT \(limit)
            """
        )
        let owners = try DossierStore.owners(of: rows.map(\.id), in: tx)
        return rows.map { row in
            var row = row
            row.owners = owners[row.id] ?? []
            return row
        }
    }
}
