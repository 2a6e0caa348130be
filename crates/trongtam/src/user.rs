//! `trongtam user`: accounts from the machine's own command line.

use std::io::IsTerminal;

use clap::{Subcommand, ValueEnum};
use tt_app::users::UserToAdd;
use tt_app::{Actor, Language, password, wording};
use tt_domain::organisation::Role;

use crate::failure::{Outcome, Result, note, print};
use crate::place::{Place, wait};

/// Arguments of `user`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Add a user; the first password is read from standard input, or made up and printed.
    Add {
        /// Sign-in name.
        login: String,
        /// Full name.
        #[arg(long)]
        name: String,
        /// What they may do.
        #[arg(long, value_enum)]
        role: RoleArg,
        /// Symbol of the agency (SCT).
        #[arg(long)]
        agency: String,
        /// Symbol of the division.
        #[arg(long)]
        division: Option<String>,
        #[command(flatten)]
        place: Place,
    },
    /// Set a user's password and open a locked account; it is read from standard input, or made up and printed.
    Passwd {
        /// Sign-in name.
        login: String,
        #[command(flatten)]
        place: Place,
    },
    /// List users.
    List {
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum RoleArg {
    /// Chuyên viên.
    Officer,
    /// Trưởng phòng.
    DivisionHead,
    /// Lãnh đạo cơ quan.
    Leader,
    /// Chuyên viên tổng hợp, kế hoạch.
    PlanningOfficer,
    /// Văn thư.
    Clerk,
    /// Cơ quan giao và theo dõi.
    Supervisor,
    /// Quản trị hệ thống.
    Administrator,
}

impl RoleArg {
    fn role(self) -> Role {
        match self {
            Self::Officer => Role::Officer,
            Self::DivisionHead => Role::DivisionHead,
            Self::Leader => Role::Leader,
            Self::PlanningOfficer => Role::PlanningOfficer,
            Self::Clerk => Role::Clerk,
            Self::Supervisor => Role::Supervisor,
            Self::Administrator => Role::Administrator,
        }
    }
}

/// Runs `user`.
pub(crate) fn run(args: &Args, language: Language) -> Result {
    match &args.command {
        Command::Add { login, name, role, agency, division, place } => {
            let (password, made_up) = first_password()?;
            let user = UserToAdd {
                agency: agency.clone(),
                division: division.clone(),
                login: login.clone(),
                full_name: name.clone(),
                role: role.role(),
                password: password.clone(),
                must_change_password: true,
            };
            wait(async {
                let app = place.open().await?;
                app.add_user(&user, &Actor::command_line()).await.map_err(|error| error.message())?;
                app.close().await;
                Ok(())
            })?;
            told(login, made_up.then_some(password.as_str()), language)
        }
        Command::Passwd { login, place } => {
            let (password, made_up) = first_password()?;
            wait(async {
                let app = place.open().await?;
                let actor = Actor::command_line();
                app.reset_password(login, &password, &actor).await.map_err(|error| error.message())?;
                app.close().await;
                Ok(())
            })?;
            told(login, made_up.then_some(password.as_str()), language)
        }
        Command::List { place } => list(place),
    }
}

/// The password on standard input; one made up when a person sits there and types nothing in.
fn first_password() -> Result<(String, bool)> {
    let failed = |error: &dyn std::fmt::Display| {
        wording::say(format!("không lấy được mật khẩu: {error}"), format!("cannot get a password: {error}"))
    };
    let mut line = String::new();
    if !std::io::stdin().is_terminal() {
        std::io::stdin().read_line(&mut line).map_err(|error| failed(&error))?;
    }
    match line.trim_end_matches(['\r', '\n']) {
        "" => Ok((password::generate().map_err(|error| failed(&error))?, true)),
        given => Ok((given.to_owned(), false)),
    }
}

fn told(login: &str, password: Option<&str>, language: Language) -> Result {
    if let Some(password) = password {
        print(&format!("{login}\t{password}\n"))?;
    }
    note(language.pick(&wording::say(
        format!("{login}: đã đặt mật khẩu; phải đổi ở lần đăng nhập đầu"),
        format!("{login}: password set; it must be changed at the first sign-in"),
    )));
    Ok(Outcome::Done)
}

fn list(place: &Place) -> Result {
    let users = wait(async {
        let app = place.open().await?;
        let users = app.users().await.map_err(|error| error.message())?;
        app.close().await;
        Ok(users)
    })?;
    let lines = users.iter().map(|(agency, user)| {
        let state = match (&user.disabled_at, &user.locked_until) {
            (Some(_), _) => "disabled",
            (None, Some(_)) => "locked",
            (None, None) => "active",
        };
        format!("{}\t{agency}\t{}\t{state}\t{}\n", user.login, user.role.code(), user.full_name)
    });
    print(&lines.collect::<String>())?;
    Ok(Outcome::Done)
}
