//! Nouns that things are counted by, and the guess for those not listed.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::UnitKind;

/// Things counted in official texts: classifiers, people, places, bodies, documents, events, goods.
pub(super) const COUNTED: &str = "\
    người, đầu người, hộ chiếu, hộ khẩu, cơ sở dữ liệu, lần nổ, lao động, học sinh, sinh viên, học viên, giáo viên, cán bộ, công chức, viên chức, đảng viên, đoàn viên, hội viên, \
    đại biểu, đồng chí, cử tri, hộ, nhân khẩu, khẩu, dân, bệnh nhân, trẻ em, trẻ, \
    nạn nhân, bị can, bị cáo, đối tượng, cá nhân, tập thể, thương nhân, nông dân, chuyên gia, bác sĩ, y sĩ, \
    du khách, lượt khách, khách, lượt người, lượt hộ, lượt xe, lượt, lần, biên chế, vị trí, thành viên, \
    thí sinh, vận động viên, nghệ nhân, chiến sĩ, liệt sĩ, phạm nhân, tình nguyện viên, cộng tác viên, thôn đội, ứng viên,
    tỉnh, huyện, xã, phường, thị trấn, thị xã, thành phố, quận, thôn, bản, làng, ấp, khóm, buôn, xóm, tổ dân phố, khu phố, \
    khu dân cư, địa phương, đơn vị, địa bàn, vùng, khu vực, quốc gia, nước, châu lục, cửa khẩu, địa điểm, \
    cấp, miền, khu, tiểu khu, tiểu vùng, lô, thửa, thửa đất, cụm, cụm công nghiệp, khu công nghiệp, khu kinh tế, làng nghề, \
    tổ chức, cơ quan, doanh nghiệp, hợp tác xã, công ty, cơ sở, chi nhánh, hội, chi hội, chi bộ, đảng bộ, sở, ban, ngành, \
    phòng, ban ngành, sở ngành, trung tâm, trường, trường học, lớp, lớp học, phòng học, bệnh viện, trạm, trạm y tế, trạm biến áp, \
    nhà máy, xí nghiệp, nhà đầu tư, nhà thầu, chủ đầu tư, ngân hàng, quỹ, viện, đội, tổ, nhóm, đoàn, câu lạc bộ, tổ hợp tác, \
    trang trại, gia trại, hợp đồng, liên hiệp, tập đoàn, hiệp hội, tòa án, đồn, đồn biên phòng, siêu thị, cửa hàng, khách sạn, \
    nhà, nhà ở, nhà văn hóa, căn, căn hộ, căn nhà, phòng khám, nhà hàng, nhà xưởng, chợ, kho, kho hàng, bến, bến xe, cảng, ga, sân bay, \
    gian hàng, gian, quầy, sạp, ki ốt, điểm, điểm bán, điểm cầu, điểm trường, điểm mỏ, điểm dân cư, \
    dự án, công trình, hạng mục, gói thầu, tuyến, tuyến đường, tuyến đê, cây cầu, cầu, cống, đập, hồ, hồ chứa, hồ đập, mỏ, mỏ đá, \
    đường dây, đoạn, nút giao, trụ, cột, tầng, bể, giếng, trạm bơm, thủy điện, lưới điện, công tơ, giường, \
    giường bệnh, máy, thiết bị, xe, xe ô tô, ô tô, xe máy, phương tiện, tàu, tàu cá, thuyền, toa, cần cẩu, camera, máy tính, \
    văn bản, nghị quyết, quyết định, nghị định, thông tư, chỉ thị, kế hoạch, chương trình, đề án, đề tài, \
    quy hoạch, đồ án, công văn, báo cáo, tờ trình, hồ sơ, giấy phép, giấy chứng nhận, chứng chỉ, giấy, thông báo, kết luận, \
    hóa đơn, biên bản, đơn, đơn thư, thư, phiếu, phiếu bầu, quy chế, quy trình, quy định, luật, bộ luật, bộ, điều, khoản, mẫu, \
    biểu mẫu, tài liệu, cuốn, quyển, tờ, trang, bài, bài viết, tin, tin bài, phóng sự, chuyên mục, chuyên đề, số báo, ấn phẩm, \
    nhiệm vụ, chỉ tiêu, tiêu chí, mục tiêu, giải pháp, nội dung, vấn đề, ý kiến, kiến nghị, đề nghị, khiếu nại, tố cáo, câu hỏi, \
    nhóm nhiệm vụ, nhóm giải pháp, nhóm chỉ tiêu, thủ tục, dịch vụ công, dịch vụ, tiêu chuẩn, quy chuẩn, \
    lĩnh vực, bước, khâu, nguyên nhân, tồn tại, hạn chế, sáng kiến, mô hình, phương án, kịch bản, giai đoạn, kênh, hình thức, \
    cuộc, cuộc họp, hội nghị, hội thảo, lớp tập huấn, buổi, buổi làm việc, buổi họp, phiên, phiên họp, kỳ họp, kỳ, đợt, chuyến, \
    khóa, khóa học, vụ, vụ việc, vụ án, vụ nổ, vụ mùa, ca, ổ dịch, trường hợp, trận, \
    hành vi, lỗi, sự cố, sự kiện, hoạt động, giải, giải thưởng, huy chương, danh hiệu, bằng khen, giấy khen, \
    huân chương, suất, suất quà, phần quà, suất học bổng, học bổng, chỗ, chỗ ngồi, việc làm, thông tin, tài khoản, thuê bao, \
    cái, chiếc, quả, con, cây, bông, củ, hạt, viên, tấm, bức, cục, thanh, cuộn, bao, thùng, hộp, chai, lọ, gói, túi, kiện, \
    bình, vỏ, can, can nhựa, đôi, bộ quần áo, sản phẩm, mặt hàng, loại, chủng loại, giống, loài, mã hàng, thương hiệu, nhãn hiệu, \
    trâu, bò, lợn, gà, gia súc, gia cầm, container, lô hàng, đơn hàng, tờ khai, \
    lượt phương tiện, lượt hồ sơ, lượt tàu, lượt ý kiến, phòng nghỉ, di tích, di sản, lễ hội, bảo tàng, nhà thờ, chùa, \
    liều, liều vắc xin, mũi, mũi tiêm, em, cháu, thanh niên, phụ nữ, nhân viên, công nhân, công chứng viên, hòa giải viên, điều dưỡng, \
    dược sĩ, dân quân, quân nhân, cặp, bà mẹ, sản phụ, dự thảo, phiên tòa, bản án, ngày công, bậc, tiết, tiết học, hợp phần, tiểu dự án, \
    kíp, kíp nổ, lỗ khoan, bãi, bãi đỗ, lồng, lồng bè, ao, vườn, cánh đồng, mã số vùng trồng, sân, bàn, ghế, đèn, bóng đèn, \
    nhóm hàng, nhóm đất, chỉ số, cụm dân cư, cụm thi đua, khối, \
    phó chủ tịch, phó giám đốc, lãnh đạo, tổ công tác, đoàn kiểm tra, đoàn công tác, đoàn giám sát, tổ giám sát, tổ hòa giải, \
    ccn, kcn, htx, dn, tthc, kkt, cbccvc, cbcc, đvhc, thpt, thcs, cskd, tcxd, văn phòng, chốt, tủ, tủ thuốc, tủ sách, thư viện";

/// Classifiers that need the noun they classify: with it they make the unit (`cuộc kiểm tra`, `nhóm nhiệm vụ`).
const CLASSIFIERS: [&str; 9] = ["cuộc", "nhóm", "loại", "đợt", "buổi", "chủng loại", "lượt", "lớp", "suất"];

/// What may follow a classifier and belongs to it.
const COMPLEMENTS: &str = "kiểm tra, thanh tra, giám sát, làm việc, họp, tập huấn, tuyên truyền, tiếp xúc, đối thoại, khảo sát, \
    kiểm toán, diễn tập, hội thảo, hội nghị, giao ban, tọa đàm, đàm phán, điều tra, vận động, xúc tiến, nhiệm vụ, giải pháp, \
    chỉ tiêu, vấn đề, nội dung, đối tượng, sản phẩm, mặt hàng, hàng hóa, khoáng sản, hình, quả, cây, con, đất, rừng, thuốc, giống, \
    hoa quả, trái cây, giấy, xe, khách, người, phương tiện, hồ sơ, thuế, phí, lệ phí, vật liệu, tài sản, dịch vụ, quà, học bổng, \
    đấu giá, đào tạo, bồi dưỡng, dạy nghề, học, kiểm định, tiêu chí, hàng, văn bản, tiếp công dân, tiêm chủng, cây trồng, vật nuôi, rau, củ, học viên, học sinh, sinh viên, bệnh nhân, khám, khám bệnh, cán bộ, hội viên, đoàn viên, đảng viên, công dân, \
    lao động, hộ, trẻ, đại biểu";

/// Words no unit starts with: function words, verbs, adverbs that follow a number without a unit.
const NO_NOUN: &str = "và, hoặc, của, cho, đến, tới, từ, tại, trên, dưới, trong, ngoài, theo, với, là, thì, mà, để, do, bởi, vì, nên, \
    nhưng, còn, đã, đang, sẽ, vẫn, cũng, được, bị, phải, có, không, chưa, chỉ, rất, hơn, so, như, này, đó, kia, ấy, các, những, mỗi, \
    mọi, về, ra, vào, lên, xuống, qua, trở, trước, sau, khi, nếu, tuy, gồm, bao, thuộc, giữa, cùng, gần, khoảng, ước, đạt, tăng, giảm, \
    chiếm, bằng, vượt, thực, hoàn, triển, tiếp, tổ, đảm, bảo, quy, ban, sửa, bổ, nằm, tương, kể, tính, ngay, nhằm, căn, riêng, trừ, \
    nhất, hai, ba, bốn, lớn, nhỏ, cao, thấp, mới, cũ, tốt, đầu, cuối, ngày, tháng, năm, đồng, số, luật, nghị, chậm, đúng, quá, kèm, đính, \
    hiện, xem, đề, giao, hướng, phối, phát, gửi, dẫn, tạo, thu, chi, nộp, xin, làm, xây, mở, rộng, nâng, đối, dự, lại, lần, nữa, thêm, hàng, hằng";

/// The words after a number, up to five, with the ends of each.
pub(super) struct Words<'a> {
    text: &'a str,
    /// Lower-case text of the words, one blank between.
    joined: String,
    /// `(end in joined, end in text, start in text)` of each word.
    ends: Vec<(usize, usize, usize)>,
}

impl<'a> Words<'a> {
    /// Reads words from `at` on, each parted from the last by blanks only.
    pub(super) fn read(text: &'a str, at: usize) -> Self {
        let mut words = Self { text, joined: String::new(), ends: Vec::new() };
        let mut next = at;
        while words.ends.len() < 5 {
            let Some(rest) = text.get(next..) else { break };
            let length = rest.find(|c: char| !continues_word(c)).unwrap_or(rest.len());
            if length == 0 {
                break;
            }
            if !words.joined.is_empty() {
                words.joined.push(' ');
            }
            let word = rest.get(..length).unwrap_or_default();
            words.joined.push_str(&one_spelling(word.to_lowercase()));
            words.ends.push((words.joined.len(), next + length, next));
            let blanks = rest.get(length..).map_or(0, |rest| rest.len() - rest.trim_start_matches(' ').len());
            if blanks == 0 {
                break;
            }
            next += length + blanks;
        }
        words
    }

    /// The longest phrase that `known` knows: its end in the text and what `known` says.
    pub(super) fn longest<T>(&self, known: impl Fn(&str) -> Option<T>) -> Option<(usize, T)> {
        self.ends.iter().rev().find_map(|(joined, end, _)| Some((*end, known(self.joined.get(..*joined)?)?)))
    }

    /// Where the first word ends.
    fn first_end(&self) -> Option<usize> {
        self.ends.first().map(|(_, end, _)| *end)
    }

    /// Whether a unit of one word that ends at `end` is the head of a proper name: `888 Yên Bái`, `3 Bản Phung`.
    pub(super) fn is_name(&self, end: usize) -> bool {
        let capital = |index: usize| {
            let word = self.ends.get(index).and_then(|(_, end, start)| self.text.get(*start..*end)).unwrap_or_default();
            let mut chars = word.chars();
            chars.next().is_some_and(char::is_uppercase) && chars.next().is_some_and(char::is_lowercase)
        };
        self.first_end() == Some(end) && capital(0) && capital(1)
    }

    /// The end of the noun that a classifier which ends at `end` needs, or `end` itself.
    pub(super) fn with_complement(&self, end: usize) -> usize {
        let Some(index) = self.ends.iter().position(|(_, found, _)| *found == end) else { return end };
        let (joined, _, _) = self.ends.get(index).copied().unwrap_or_default();
        if !CLASSIFIERS.contains(&self.joined.get(..joined).unwrap_or_default()) {
            return end;
        }
        let start = joined + 1;
        (1..=3)
            .rev()
            .filter_map(|more| self.ends.get(index + more))
            .find(|(joined, _, _)| self.joined.get(start..*joined).is_some_and(|phrase| is_listed(COMPLEMENTS, phrase)))
            .map_or(end, |(_, end, _)| *end)
    }

    /// The noun that an unknown unit most likely is: a short form in capitals, or one or two syllables.
    pub(super) fn guess(&self) -> Option<(usize, UnitKind)> {
        let (joined, end, start) = self.ends.first().copied()?;
        let first = self.joined.get(..joined)?;
        let printed = self.text.get(start..end)?;
        let capitals = printed.chars().filter(|c| c.is_uppercase()).count();
        if capitals >= 2 && printed.chars().all(|c| c.is_uppercase() || c == '&') {
            return Some((end, UnitKind::Count));
        }
        if capitals > 0
            || !printed.chars().all(char::is_alphabetic)
            || first.chars().nth(1).is_none()
            || NO_NOUN_SET.contains(first)
        {
            return None;
        }
        let second = self.ends.get(1).and_then(|(second, end, start)| {
            let word = self.joined.get(joined + 1..*second)?;
            let lower = self.text.get(*start..*end)?.chars().all(char::is_lowercase);
            (lower && !NO_NOUN_SET.contains(word)).then_some(*end)
        });
        Some((second.unwrap_or(end), UnitKind::Count))
    }
}

fn continues_word(c: char) -> bool {
    crate::fold::is_word_char(c) || matches!(c, '²' | '³' | '°' | '&')
}

static NO_NOUN_SET: LazyLock<HashSet<&str>> = LazyLock::new(|| NO_NOUN.split(',').map(str::trim).collect());

fn is_listed(list: &str, phrase: &str) -> bool {
    list.split(',').any(|word| word.trim() == phrase)
}

/// Brings a lower-case word with its tone placed the newer way (`hoá`, `uỷ`) to the older one (`hóa`, `ủy`), and `sỹ` to
/// `sĩ`. Only open syllables have two ways: `hoán` and `quý` have one.
fn one_spelling(word: String) -> String {
    const PAIRS: [(&str, &str); 16] = [
        ("oà", "òa"),
        ("oá", "óa"),
        ("oả", "ỏa"),
        ("oã", "õa"),
        ("oạ", "ọa"),
        ("oè", "òe"),
        ("oé", "óe"),
        ("oẻ", "ỏe"),
        ("oẽ", "õe"),
        ("oẹ", "ọe"),
        ("uỳ", "ùy"),
        ("uý", "úy"),
        ("uỷ", "ủy"),
        ("uỹ", "ũy"),
        ("uỵ", "ụy"),
        ("sỹ", "sĩ"),
    ];
    if word.is_ascii() {
        return word;
    }
    let found = PAIRS.iter().find_map(|(newer, older)| Some((word.strip_suffix(newer)?, older)));
    match found {
        Some((head, older)) if !(older.ends_with('y') && head.ends_with('q')) => format!("{head}{older}"),
        _ => word,
    }
}
