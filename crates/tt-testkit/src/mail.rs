//! A mail server for tests: speaks SMTP over a real socket and keeps what it takes.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// How the server treats messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// Takes every message.
    Accepts,
    /// Knows no recipient (550).
    RefusesRecipients,
    /// Asks to come again (451) when the message is there.
    Busy,
    /// Answers each line after this time.
    Slow(Duration),
    /// Says nothing at all.
    Silent,
}

/// A message the server took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Address of the recipient.
    pub to: String,
    /// Headers and body as they came.
    pub raw: String,
}

impl Taken {
    /// A header's value, unfolded, as it travelled.
    pub fn header(&self, name: &str) -> Option<String> {
        let unfolded = self.raw.replace("\r\n\t", " ").replace("\r\n ", " ");
        unfolded.lines().take_while(|line| !line.is_empty()).find_map(|line| {
            let (given, value) = line.split_once(':')?;
            given.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        })
    }
}

/// A running mail server; it ends with the value.
#[derive(Debug)]
pub struct MailHouse {
    /// Where it listens.
    pub address: SocketAddr,
    manner: Arc<Mutex<Manner>>,
    taken: Arc<Mutex<Vec<Taken>>>,
    listening: tokio::task::JoinHandle<()>,
}

impl MailHouse {
    /// Opens on a free port of this machine.
    pub async fn open(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("open a port");
        let address = listener.local_addr().expect("the port has an address");
        let (manner, taken) = (Arc::new(Mutex::new(manner)), Arc::new(Mutex::new(Vec::new())));
        let (its_manner, its_taken) = (Arc::clone(&manner), Arc::clone(&taken));
        let listening = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let manner = *its_manner.lock().expect("no test holds this");
                let taken = Arc::clone(&its_taken);
                // A client that goes away in the middle is part of the game.
                tokio::spawn(async move { converse(stream, manner, taken).await.ok() });
            }
        });
        Self { address, manner, taken, listening }
    }

    /// Treats messages of later conversations this way.
    pub fn change(&self, manner: Manner) {
        *self.manner.lock().expect("no test holds this") = manner;
    }

    /// What was taken so far.
    pub fn taken(&self) -> Vec<Taken> {
        self.taken.lock().expect("no test holds this").clone()
    }
}

impl Drop for MailHouse {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

async fn converse(stream: TcpStream, manner: Manner, taken: Arc<Mutex<Vec<Taken>>>) -> std::io::Result<()> {
    let (reader, mut writer) = stream.into_split();
    let mut lines = BufReader::new(reader).lines();
    if manner == Manner::Silent {
        while lines.next_line().await?.is_some() {}
        return Ok(());
    }
    writer.write_all(b"220 house.test ESMTP\r\n").await?;
    let mut to = String::new();
    while let Some(line) = lines.next_line().await? {
        if let Manner::Slow(time) = manner {
            tokio::time::sleep(time).await;
        }
        let command = line.to_ascii_uppercase();
        let answer = if command.starts_with("EHLO") {
            "250-house.test\r\n250 8BITMIME\r\n"
        } else if command.starts_with("RCPT") {
            to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
            if manner == Manner::RefusesRecipients { "550 5.1.1 no such user\r\n" } else { "250 ok\r\n" }
        } else if command.starts_with("DATA") {
            writer.write_all(b"354 go on\r\n").await?;
            let mut raw = String::new();
            while let Some(line) = lines.next_line().await? {
                if line == "." {
                    break;
                }
                raw.push_str(line.strip_prefix('.').unwrap_or(&line));
                raw.push_str("\r\n");
            }
            if manner == Manner::Busy {
                "451 4.3.0 come again\r\n"
            } else {
                taken.lock().expect("no test holds this").push(Taken { to: to.clone(), raw });
                "250 taken\r\n"
            }
        } else if command.starts_with("QUIT") {
            writer.write_all(b"221 bye\r\n").await?;
            return Ok(());
        } else {
            "250 ok\r\n"
        };
        writer.write_all(answer.as_bytes()).await?;
    }
    Ok(())
}
