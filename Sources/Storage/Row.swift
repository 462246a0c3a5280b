/// One row of a result, read by column name.
public struct Row: Sendable {
    public let columns: [String]
    public let values: [SQLValue]
    public init(columns: [String], values: [SQLValue]) {
        self.columns = columns
        self.values = values
    }

    /// The value of `column`, or an error naming the column that could not be read.
    public func get<V: SQLConvertible>(_ column: String, as type: V.Type = V.self) throws(StorageError) -> V {
        guard let index = columns.firstIndex(of: column) else { throw .noSuchColumn(column) }
        guard let value = V(sqlValue: values[index]) else { throw .unreadable(column: column, value: values[index]) }
        return value
    }
    /// Like `get`, and nil where the column holds NULL.
    public func getIfPresent<V: SQLConvertible>(_ column: String, as type: V.Type = V.self) throws(StorageError) -> V? {
        guard let index = columns.firstIndex(of: column) else { throw .noSuchColumn(column) }
        if values[index] == .null { return nil }
        return try get(column)
    }
}

/// A type that one row describes.
public protocol RowDecodable { init(row: Row) throws }
