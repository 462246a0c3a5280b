internal import Register

/// A notice as JSON: `{"days":[{"date":…,"kind":…,"status":…,"name_vi":…,"name_en":…,"paired_with":…}]}` or the list alone.
enum NoticeJSON {
    private struct File: Decodable { var days: [NoticeRow] }

    /// The rows, or nil when the text has another form.
    static func rows(_ text: String) -> [NoticeRow]? {
        if let file = try? RecordedJSON.decode(text, as: File.self) { return file.days }
        return try? RecordedJSON.decode(text, as: [NoticeRow].self)
    }
}
