import Kernel
import NIOCore
import Site
import SiteTestSupport
import TestSupport
import Testing

@testable import Web

@Suite struct PartsTests {
    @Test func whatIsInterpolatedIsEscaped() {
        let name = #"<b>"Mận" & 'Lan'</b>"#
        let html: HTML = "<p title=\"\(name)\">\(name)</p>"
        #expect(
            html.text == "<p title=\"&lt;b&gt;&quot;Mận&quot; &amp; &#39;Lan&#39;&lt;/b&gt;\">"
                + "&lt;b&gt;&quot;Mận&quot; &amp; &#39;Lan&#39;&lt;/b&gt;</p>"
        )
        #expect(HTML.join(["<a>", HTML(String("<"))], separator: ", ").text == "<a>, &lt;")
        #expect(HTML.attributes(["id": "a\"", "max": nil]).text == " id=\"a&quot;\"")
    }

    @Test(arguments: [
        (Path(), "/"), (Path("desk", "a/b c"), "/desk/a%2Fb%20c"),
        (Path("x").query("q", "hộ tịch&1").query("n", nil).fragment("p"), "/x?q=h%E1%BB%99%20t%E1%BB%8Bch%261#p"),
        (Path("x").query("a", "1").replacing("a", "2"), "/x?a=2"),
    ])
    func linksAreEncoded(path: Path, text: String) { #expect(path.description == text) }

    @Test(arguments: [
        ("/desk?tab=2", true), ("//evil.example", false), ("https://evil.example", false), ("/\\evil", false),
        ("", false),
        ("/a%ZZ", false),
    ])
    func onlyOwnPagesAreFollowed(text: String, isLocal: Bool) { #expect((Path(local: text) != nil) == isLocal) }

    @Test func wordsAreThoseOfPeople() throws {
        let texts = try TextLibrary().withLunar { _ in "18/9" }
        let (vi, en) = (texts[.vi], texts[.en])
        let day = try #require(CivilDate(2026, 10, 28))
        #expect(vi.date(day) == "thứ Tư 28/10/2026" && en.date(day) == "Wednesday 28/10/2026")
        #expect(vi.dateWithLunar(day) == "thứ Tư 28/10/2026 (18/9 âm lịch)")
        #expect(vi.time(TimeOfDay(minute: 510)) == "8 giờ 30" && vi.time(TimeOfDay(minute: 480)) == "8 giờ")
        #expect(en.time(TimeOfDay(minute: 510)) == "8:30")
        #expect(vi.halfDay(Instant(day, minute: 600)) == "sáng thứ Tư 28/10")
        #expect(en.halfDay(Instant(day, minute: 900)) == "Wednesday afternoon 28/10")
        #expect(vi.money(Money(dong: 21_000)) == "21.000 đ" && en.money(Money(dong: 21_000)) == "21,000 đ")
    }

    @Test(arguments: [
        (960, "còn 2 ngày làm việc", "2 working days left"), (959, "còn 1 ngày làm việc", "1 working day left"),
        (479, "còn 7 giờ", "7 hours left"), (60, "còn 1 giờ", "1 hour left"), (59, "còn 59 phút", "59 minutes left"),
        (0, "đến hạn", "due now"), (-1, "trễ 1 phút", "1 minute late"), (-180, "trễ 3 giờ", "3 hours late"),
        (-480, "trễ 1 ngày làm việc", "1 working day late"),
    ])
    func timeLeftIsSaidInWords(minutes: Int, vi: String, en: String) throws {
        let texts = try TextLibrary()
        #expect(texts[.vi].timeLeft(workingMinutes: minutes) == vi)
        #expect(texts[.en].timeLeft(workingMinutes: minutes) == en)
    }

    @Test func fieldsAreNormalisedAndLimited() throws {
        var form = try FormData.urlencoded(Array("a=e%CC%81&a=2&b=%20x%20&c=&n=1.200&long=12345".utf8))
        #expect(form.all("a").map { Array($0.utf8) } == [Array("é".utf8), Array("2".utf8)])
        #expect(form.line("b") == "x" && form.line("c") == nil && form.errors.isEmpty)
        #expect(form.integer("n", in: 0...1200) == 1200)
        #expect(form.line("long", max: 5) == "12345")
        #expect(form.line("long", max: 4) == nil && form.errors["long"]?.key == "web.field.tooLong")
        #expect(form.integer("n", in: 0...1199) == nil && form.choice("a", of: ["x"]) == nil)
        #expect(form.errors.shown.map(\.field) == ["long", "n", "a"])
        #expect(throws: Problem.self) { try FormData.urlencoded(Array("=1".utf8)) }
        let many = Array(repeating: "a=1", count: FormData.maxFields)
        #expect(throws: Never.self) { try FormData.urlencoded(Array(many.joined(separator: "&").utf8)) }
        #expect(throws: Problem.self) { try FormData.urlencoded(Array((many + ["a=1"]).joined(separator: "&").utf8)) }
    }

    @Test func multipartIsReadWhereverItIsCut() throws {
        let body =
            "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n-\r\n--cx\r\n--b\r\n"
            + "Content-Disposition: form-data; name=\"f\"; filename=\"x%22.pdf\"\r\nContent-Type: application/pdf\r\n\r\n"
            + "PDF\r\n--b--\r\n"
        for size in 1...body.utf8.count {
            var parser = MultipartParser(boundary: "b", maxParts: 2)
            var seen: [String] = []
            var content = ""
            for start in stride(from: 0, to: body.utf8.count, by: size) {
                let chunk = Array(body.utf8.dropFirst(start).prefix(size))
                try parser.feed(.init(bytes: chunk)) { event in
                    switch event {
                    case .begin(let part): seen.append(part.name + (part.filename ?? ""))
                    case .data(let data): content += String(buffer: data)
                    case .endPart: content += ";"
                    case .finished: seen.append("end")
                    }
                }
            }
            try parser.end()
            #expect(seen == ["a", "fx\".pdf", "end"] && content == "1\r\n-\r\n--cx;PDF;")
        }
        var cut = MultipartParser(boundary: "b", maxParts: 1)
        #expect(throws: MultipartParser.Failure.self) { try cut.feed(.init(string: body)) { _ in } }
    }

    @Test(arguments: Language.allCases)
    func theGalleryShowsEveryComponent(language: Language) async throws {
        let world = TestWorld(at: "2026-10-28T08:30:00+07:00")
        let routes = RouteTable(WebSite(texts: try TextLibrary(), world: world.world))
        DesignPages().addRoutes(to: routes)
        let client = Client(routes.finish())
        client.language = language.rawValue
        let page = try await client.get("/design")
        #expect(page.status == 200 && !page.body.contains("⟦"))
        let wrong = try await client.submit("/design", ["name": "", "born": "31/2/2026"], from: page)
        #expect(wrong.status == 422)
        try expectSnapshot(page, named: "design.\(language.rawValue)")
        try expectSnapshot(wrong, named: "design-errors.\(language.rawValue)")
    }
}
