import Kernel
import LegalClock
import Testing

@Suite struct NoticeTests {
    private let head = "date,weekday,kind,status,name_vi,name_en,paired_with\n"

    private func read(_ text: String, _ format: NoticeFormat = .csv) throws(NoticeFaults) -> Notice {
        try Notice(reading: Array(text.utf8), as: format, source: "Thông báo 1/TB-BNV")
    }
    private func causes(_ text: String, _ format: NoticeFormat = .csv) -> [NoticeFault] {
        do {
            _ = try read(text, format)
            return []
        } catch { return error.faults }
    }

    @Test func aNoticeIsRead() throws {
        let notice = try read(
            head + """
                2028-01-03,Mon,compensatory,announced,Tết Dương lịch (nghỉ bù),New Year's Day (observed),
                2028-05-02,thứ Ba,swap_off,announced,Nghỉ hoán đổi,Swapped day off,2028-05-06
                6/5/2028,,swap_workday,announced,Làm bù,Make-up day,
                2028-05-03,,none,,,,
                """
        )
        #expect(notice.days.map(\.date.description) == ["2028-01-03", "2028-05-02", "2028-05-06"])
        #expect(notice.days[0].nameVI == "Tết Dương lịch" && notice.days[0].nameEN == "New Year's Day")
        #expect(notice.days[2].pairedWith == day("2028-05-02"), "the other half of the swap is known from the first")
        #expect(notice.days.allSatisfy { $0.source == "Thông báo 1/TB-BNV" })
        #expect(notice.removed == [day("2028-05-03")])
    }

    @Test func theSameNoticeAsJSON() throws {
        let list = """
            [{"date":"2028-01-03","kind":"compensatory","status":"announced","name_vi":"Tết Dương lịch","name_en":"New Year's Day"},
            {"date":"2028-05-03","kind":"none"}]
            """
        let notice = try read(list, .json)
        #expect(notice == (try read("{\"days\":\(list)}", .json)))
        #expect(notice.days.map(\.kind) == [.compensatory] && notice.removed == [day("2028-05-03")])
        #expect(causes("{\"days\":3}", .json) == [NoticeFault(line: 0, cause: .notJSON)])
        #expect(
            causes("[{\"date\":\"2028-02-30\"}]", .json) == [
                NoticeFault(line: 1, cause: .dateNotUnderstood("2028-02-30"))
            ]
        )
    }

    @Test func everyFaultIsNamedWithItsLine() {
        let faults = causes(
            head + """
                2028-02-30,,statutory,announced,a,b,
                2028-01-03,Tue,statutory,announced,a,b,
                2028-01-04,,holiday,announced,a,b,
                2028-01-05,,statutory,perhaps,a,b,
                2028-01-06,,statutory,announced,,b,
                2028-01-07,,swap_off,announced,a,b,soon
                2028-01-08,,swap_off,announced,a,b,2028-01-08
                2028-01-08,,statutory,announced,a,b,
                2200-01-08,,statutory,announced,a,b,
                2028-01-09,,statutory,announced,a,b,,too,many
                "2028-01-10,,statutory
                """
        )
        #expect(
            faults.map(\.cause) == [
                .dateNotUnderstood("2028-02-30"), .weekdayDisagrees(day("2028-01-03"), given: "Tue"),
                .kindUnknown("holiday"),
                .statusUnknown("perhaps"), .nameMissing(day("2028-01-06")), .pairNotUnderstood("soon"),
                .pairWithItself(day("2028-01-08")), .dateTwice(day("2028-01-08")), .yearOutOfBounds(day("2200-01-08")),
                .lineNotReadable, .lineNotReadable,
            ]
        )
        #expect(faults.map(\.line) == Array(2...12))
        #expect(faults[1].phrase.vi == "Dòng 3: 3/1/2028 là thứ Hai, không phải Tue")
        #expect(faults[1].phrase.en == "Line 3: 2028-01-03 is a Mon, not Tue")
        for fault in faults { #expect(fault.phrase.vi != fault.phrase.en) }
    }

    @Test func aNoticeHasItsLimits() {
        func rows(_ count: Int) -> String {
            (0..<count).map { "\(day("2028-01-01").adding(days: $0)),,statutory,announced,a,b,\n" }.joined()
        }
        #expect(causes(head + rows(400)).isEmpty)
        #expect(causes(head + rows(401)) == [NoticeFault(line: 0, cause: .tooManyDays(max: 400))])
        func name(_ length: Int) -> String {
            "2028-01-01,,statutory,announced,\(String(repeating: "ữ", count: length)),b,\n"
        }
        #expect(causes(head + name(200)).isEmpty)
        #expect(causes(head + name(201)) == [NoticeFault(line: 2, cause: .nameTooLong(max: 200))])
        let noted = "date,kind,status,name_vi,name_en,note\n2028-01-01,statutory,announced,a,b,"
        let note = String(repeating: "n", count: (1 << 20) - noted.utf8.count)
        #expect(causes(noted + note).isEmpty)
        #expect(causes(noted + note + "n") == [NoticeFault(line: 0, cause: .fileTooLarge(maxBytes: 1 << 20))])
        #expect(causes("") == [NoticeFault(line: 0, cause: .noDays)])
        #expect(causes(head) == [NoticeFault(line: 0, cause: .noDays)])
        #expect(causes("date,kind,status,name_vi\n") == [NoticeFault(line: 0, cause: .columnMissing("name_en"))])
    }
}
