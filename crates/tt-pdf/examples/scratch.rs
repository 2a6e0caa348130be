//! Renders a file.
use std::time::Instant;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let bytes = std::fs::read(&args[1]).unwrap();
    let document = tt_document::read(&bytes).unwrap();
    let form = tt_render::Form::for_date(&document.frame.date);
    let rss = || std::fs::read_to_string("/proc/self/status").unwrap().lines().filter(|l| l.starts_with("VmRSS") || l.starts_with("VmHWM")).collect::<Vec<_>>().join(" ");
    println!("before {}", rss());
    let n: usize = args.get(3).map_or(1, |n| n.parse().unwrap());
    let mut times = vec![];
    for i in 0..n {
        let t = Instant::now();
        let out = tt_pdf::pdf(&document, form).unwrap();
        times.push(t.elapsed());
        if i == 0 { println!("cold {:?} {} bytes; {}", times[0], out.len(), rss()); std::fs::write(&args[2], out).unwrap(); }
    }
    times.sort();
    println!("median {:?} max {:?}; after {}", times[times.len() / 2], times[times.len()-1], rss());
}
