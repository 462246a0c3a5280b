internal import FoundationEssentials

/// The portal's file: a JSON array of records; one that cannot be read does not stop the others.
public enum NationalFile {
    /// - Throws: `CatalogueError.fileUnreadable` when the text is no JSON array, `.fileTooLong` over
    ///   `CatalogueLimits.records`.
    public static func decode(_ text: String) throws -> [Result<NationalRecord, NationalRecordError>] {
        let elements: [Element]
        do {
            elements = try JSONDecoder().decode([Element].self, from: Data(text.utf8))
        } catch {
            throw CatalogueError.fileUnreadable
        }
        guard elements.count <= CatalogueLimits.records else {
            throw CatalogueError.fileTooLong(limit: CatalogueLimits.records)
        }
        return elements.map(\.record)
    }

    private struct Element: Decodable {
        var record: Result<NationalRecord, NationalRecordError>

        init(from decoder: any Decoder) throws {
            do {
                let fields = try decoder.singleValueContainer().decode([String: Scalar].self)
                record = .success(NationalRecord(fields: fields.mapValues(\.text)))
            } catch {
                record = .failure(.notARecord)
            }
        }
    }

    /// A text, a number, a truth value or nothing.
    private struct Scalar: Decodable {
        var text: String
        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                text = ""
            } else if let string = try? container.decode(String.self) {
                text = string
            } else if let number = try? container.decode(Int.self) {
                text = String(number)
            } else {
                text = String(try container.decode(Bool.self))
            }
        }
    }
}
