//! HTML of small documents.

use expect_test::expect;
use tt_document::build::{Builder, Piece};
use tt_document::model::RecordKey;
use tt_document::{Frame, RunRole};

use super::*;
use crate::form::DECREE_30_2020;

fn piece(text: &str, role: RunRole) -> Piece {
    Piece { role, ..Piece::plain(text) }
}

fn sample() -> Document {
    let mut builder = Builder::new(Frame::default());
    let key = |key: &str| RecordKey(key.to_owned());
    builder.block(BlockKind::Heading { level: 1, label: Some("I.".to_owned()) }, &[Piece::plain("I. KẾT QUẢ")], None);
    let pieces = [
        Piece::plain("Theo "),
        piece("Quyết định số 230/QĐ-UBND", RunRole::Citation(key("document-3"))),
        Piece::plain(", đạt "),
        Piece { strong: true, ..piece("4.750 triệu USD", RunRole::Figure(key("figure-12"))) },
        piece("¹", RunRole::NoteMark(0)),
        Piece::plain(" <b>&\"'"),
    ];
    builder.block(BlockKind::Paragraph { label: None }, &pieces, None);
    let cell = |text: &str| vec![Piece::plain(text)];
    builder.table(1, &[vec![cell("Chợ"), cell("Số")], vec![cell("Bãi"), cell("05")]], None);
    builder.note(1, vec![Piece::plain("Số ước.")]);
    builder.finish()
}

#[test]
fn a_page_of_every_block() {
    let page = html(&sample(), &DECREE_30_2020);
    let (_, article) = page.split_once("<body>").unwrap();
    expect![[r##"

        <article class="page" lang="vi"><h2 id="d0">I. KẾT QUẢ</h2>
        <p id="d1">Theo <span class="cite" data-key="document-3">Quyết định số 230/QĐ-UBND</span>, đạt <b><span class="fig" data-key="figure-12">4.750 triệu USD</span></b><sup><a id="dan-0" href="#chu-0">1</a></sup> &lt;b&gt;&amp;&quot;&#39;</p>
        <div class="tbl" id="d2"><table><thead><tr><th scope="col">Chợ</th><th scope="col">Số</th></tr>
        </thead>
        <tbody><tr><td>Bãi</td><td class="n">05</td></tr>
        </tbody>
        </table>
        </div>
        <section class="notes"><p id="chu-0"><sup><a href="#dan-0">1</a></sup> Số ước.</p>
        </section>
        </article>
        </body>
        </html>
    "##]].assert_eq(article);
}

#[test]
fn a_file_of_its_own_refers_to_nothing_outside() {
    let page = html(&sample(), &DECREE_30_2020);
    assert!(page.contains("@top-center{content:counter(page)"));
    assert!(!page.contains("<script") && !page.contains("http") && !page.contains("<button"));
}
