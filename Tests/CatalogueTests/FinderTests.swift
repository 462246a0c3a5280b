import Kernel
import TestSupport
import Testing

@testable import Catalogue

/// The demo's procedures among 2,600 generated neighbours that use the same words.
private let crowd: Finder? = {
    guard let targets = try? DemoFiles.versions(), let synonyms = try? DemoFiles.synonyms() else { return nil }
    var entries: [FinderEntry] = []
    var codes: Set<String> = []
    for version in targets where codes.insert(version.code).inserted { entries.append(FinderEntry(version)) }
    return Finder(entries + Neighbours.make(2600, beside: entries), synonyms: synonyms)
}()

/// Names made of the words that real names are made of.
enum Neighbours {
    static let acts = [
        "Đăng ký", "Cấp", "Cấp lại", "Cấp đổi", "Gia hạn", "Công nhận", "Xác nhận", "Chứng thực", "Thu hồi",
        "Điều chỉnh",
        "Chấm dứt", "Tạm ngừng", "Thông báo", "Phê duyệt", "Thẩm định", "Đăng ký lại", "Xóa đăng ký", "Cấp bản sao",
        "Hỗ trợ",
    ]
    static let things = [
        "khai sinh", "khai tử", "kết hôn", "giám hộ", "nhận cha, mẹ, con", "giấy phép xây dựng", "giấy phép hoạt động",
        "hộ kinh doanh", "hợp tác xã", "doanh nghiệp", "văn bản thỏa thuận", "chữ ký người dịch", "hợp đồng, giao dịch",
        "giấy phép khai thác", "chứng chỉ hành nghề", "giấy chứng nhận", "hộ nghèo", "hộ gia đình văn hóa", "đất đai",
        "tình trạng hôn nhân", "thường trú", "tạm trú", "phương tiện", "tàu cá", "thuốc thú y", "kinh doanh dược",
        "trợ cấp một lần", "chi phí mai táng", "người có công", "con nuôi", "lý lịch", "biển số xe",
        "giấy phép lái tàu",
    ]
    static let tails = [
        "", "lưu động", "có yếu tố nước ngoài", "tại khu vực biên giới", "đối với tổ chức", "đối với cá nhân",
        "của người Việt Nam định cư ở nước ngoài", "cho người đã có hồ sơ giấy tờ cá nhân", "theo dự án đầu tư",
        "kết hợp nhận cha, mẹ, con", "trong trường hợp bị mất, bị hỏng", "thuộc thẩm quyền cấp tỉnh", "hằng năm",
        "do thay đổi nội dung", "trong lĩnh vực xây dựng", "trên môi trường điện tử", "của hộ gia đình", "từ bản chính",
    ]
    static let fields = ["Hộ tịch", "Chứng thực", "Đất đai", "Hoạt động xây dựng", "Thủy sản", "Dược phẩm", "Lao động"]

    static func make(_ count: Int, beside targets: [FinderEntry]) -> [FinderEntry] {
        var chance = SeededGenerator(2640)
        var taken = Set(targets.map { VietnameseText.searchKey($0.name) })
        var made: [FinderEntry] = []
        func word(_ list: [String]) -> String { list[Int.random(in: list.indices, using: &chance)] }
        while made.count < count {
            var name = "\(word(acts)) \(word(things)) \(word(tails))"
            while name.hasSuffix(" ") { name.removeLast() }
            if Bool.random(using: &chance) { name = "Thủ tục \(name.lowercased())" }
            guard taken.insert(VietnameseText.searchKey(name)).inserted else { continue }
            let number = made.count
            made.append(
                FinderEntry(
                    id: ID("prc_\(number)"),
                    code: "8.\(Digits.padded(number, 6))",
                    name: name,
                    field: word(fields)
                )
            )
        }
        return made
    }
}

@Suite struct FinderTests {
    /// What people type, and the procedure they mean (twenty questions, in our own spelling of the public list).
    static let questions: [(query: String, code: String)] = [
        ("Đăng ký khai sinh", "1.001193"), ("đăng ký khai tử lưu động", "1.000419"),
        ("gia hạn giấy phép xây dựng", "1.013227"), ("công nhận hộ nghèo, cận nghèo thường xuyên hằng năm", "1.011607"),
        ("cấp lại giấy phép xây dựng bị mất", "1.013228"), ("chứng thực chữ ký", "2.000884"),
        ("chứng thực bản sao từ bản chính", "2.000815"), ("đăng ký thay đổi nội dung hộ kinh doanh", "2.000720"),
        ("tạm ngừng kinh doanh hộ kinh doanh", "1.001570"), ("khai sinh có yếu tố nước ngoài", "2.000528"),
        ("đăng ký kết hôn", "1.000894"), ("đăng ký khai tử", "1.000656"),
        ("tôi muốn đóng cửa luôn hộ kinh doanh", "1.001266"), ("xin trích lục khai sinh bản sao", "2.000635"),
        ("em cần chứng thực chữ ký trong hợp đồng", "2.000884"), ("đi chứng thực bản sao giấy tờ ở đâu", "2.000815"),
        ("đi chứng thực bản sao bằng tốt nghiệp", "2.000815"), ("Tôi sắp lấy vợ, thủ tục ở xã thế nào", "1.000894"),
        ("Xin giấy xác nhận độc thân để đăng ký kết hôn", "1.004873"),
        ("Em cần giấy chứng nhận chưa từng kết hôn", "1.004873"),
    ]

    private static func place(_ code: String, _ query: String, in finder: Finder) -> Int? {
        finder.find(query, limit: 20).firstIndex { $0.entry.code == code }.map { $0 + 1 }
    }

    @Test func atLeast18Of20QuestionsAreAnsweredWithinTheFirstThree() throws {
        let finder = try #require(crowd)
        #expect(finder.count >= 2640)
        let places = Self.questions.map { ($0.query, Self.place($0.code, $0.query, in: finder)) }
        let missed = places.filter { $0.1.map { $0 > 3 } ?? true }
        print("finder: \(places.count - missed.count) of \(places.count) within three; missed \(missed)")
        #expect(places.count - missed.count >= 18, "\(missed)")
    }

    @Test func accentsAreNotNeeded() throws {
        let finder = try #require(crowd)
        let missed = Self.questions.filter { question in
            let plain = VietnameseText.unaccented(question.query)
            return Self.place(question.code, plain, in: finder).map { $0 > 3 } ?? true
        }
        #expect(missed.count <= 2, "\(missed)")
    }

    /// Each with one letter wrong, missing, too many or exchanged.
    @Test(arguments: [
        ("đăng ký khai sinhh", "1.001193"), ("dang ky khai sunh", "1.001193"), ("đăng ký kết hpn", "1.000894"),
        ("chứgn thực chữ ký", "2.000884"), ("gia hạn giấy phép xây dựg", "1.013227"),
        ("đăng ký thuờng trrú", "1.004222"),
        ("tình trạng hôn nhâm", "1.004873"), ("trích lụcc khai sinh", "2.000635"),
    ])
    func oneWrongLetterIsForgiven(query: String, code: String) throws {
        let finder = try #require(crowd)
        let place = Self.place(code, query, in: finder)
        #expect(place.map { $0 <= 3 } == true, "\(query): \(place.map(String.init) ?? "not found")")
    }

    @Test(arguments: [
        ("làm sổ đỏ", "1.013978"), ("nhập hộ khẩu", "1.004222"), ("tách khẩu", "1.010038"), ("lên nhà", "1.013225"),
        ("xây nhà", "1.013225"), ("sao y bản chính", "2.000815"), ("mở cửa hàng tạp hóa", "1.001612"),
        ("sang tên sổ đỏ", "9.000023"), ("giấy khai sinh", "1.001193"), ("bằng lái", "1.002801"),
        ("giấy xác nhận nơi ở", "1.010041"), ("bố mất phải làm gì", "1.000656"), ("nhận con nuôi", "2.001263"),
        ("tiền người già 75 tuổi", "1.014027"), ("so do", "1.013978"), ("marriage registration", "1.000894"),
    ])
    func everydayWordsAreUnderstood(query: String, code: String) throws {
        let finder = try #require(crowd)
        let place = Self.place(code, query, in: finder)
        #expect(place.map { $0 <= 3 } == true, "\(query): \(finder.find(query, limit: 3).map(\.entry.name))")
    }

    @Test func bothTonePlacementsAndBothSpellingsOfIFindTheSame() {
        let entries = [FinderEntry(id: ID("a"), code: "1.000001", name: "Cấp thẻ hội viên hòa giải, kỹ thuật")]
        let finder = Finder(entries)
        for query in ["hoà giải", "hòa giải", "hoa giai", "kĩ thuật", "kỹ thuật", "ky thuat"] {
            #expect(finder.find(query).map(\.entry.code) == ["1.000001"], "\(query)")
        }
    }

    @Test func aWordLikeCanCuocLeadsToTheCardWhereItIsThere() throws {
        let synonyms = try DemoFiles.synonyms()
        let names = ["Cấp đổi, cấp lại thẻ căn cước", "Cấp thẻ căn cước cho người dưới 14 tuổi", "Cấp thẻ nhà báo"]
        let entries = names.enumerated().map { FinderEntry(id: ID("\($0)"), code: "1.00000\($0)", name: $1) }
        let hits = Finder(entries, synonyms: synonyms).find("làm căn cước").map(\.entry.code)
        #expect(Set(hits.prefix(2)) == ["1.000000", "1.000001"])
    }

    @Test func aCodeLeadsToItsProcedure() throws {
        let finder = try #require(crowd)
        #expect(finder.find(" 1.010041 ").map(\.entry.code) == ["1.010041"])
    }

    @Test(arguments: ["", "   ", "???", "qwxzj", String(repeating: "z", count: 5000), "\u{0}\u{1}", "tôi muốn"])
    func nothingToFindIsNoError(query: String) throws {
        let finder = try #require(crowd)
        #expect(finder.find(query, limit: 5).count <= 5)
        #expect(Finder([]).find(query).isEmpty)
    }

    @Test func theSameQuestionHasTheSameAnswer() throws {
        let finder = try #require(crowd)
        for (query, _) in Self.questions { #expect(finder.find(query) == finder.find(query)) }
    }
}
