//! What stands around every page: language, theme, who is signed in, where in the site this is.

use axum::http::HeaderMap;
use tt_app::Language;
use tt_app::sign_in::CurrentUser;
use tt_domain::organisation::Role;
use tt_domain::permission::Action;

use crate::cookies::{self, Theme};
use crate::{assets, icons};

/// What stands around a page. Templates call it `t`.
#[derive(Clone, Debug)]
pub(crate) struct Chrome {
    pub(crate) lang: Language,
    theme: Theme,
    /// Address of this page, to come back to.
    pub(crate) here: String,
    /// Who is signed in.
    pub(crate) person: Option<Person>,
    /// Token that every form of the session carries.
    pub(crate) csrf: String,
    /// Which entry of the navigation this page belongs to.
    section: Section,
    /// Today, for the line on printed pages.
    pub(crate) today: String,
}

/// Who is signed in, as the frame of the page shows them.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each right is asked and shown by itself")]
pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) initials: String,
    pub(crate) role: String,
    pub(crate) agency: String,
    pub(crate) may_import: bool,
    /// Sees how messages leave the house.
    pub(crate) may_settings: bool,
    /// Unread notices; the bell shows them.
    pub(crate) unread: u32,
    pub(crate) may_manage: bool,
    /// Brings together what agencies below report.
    pub(crate) consolidates: bool,
}

/// Entries of the navigation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Section {
    Home,
    Overview,
    Tasks,
    Work,
    Documents,
    Reports,
    Check,
    Import,
    Account,
    Notices,
    Post,
    Briefings,
    Warnings,
    Grading,
    Registers,
    Regimes,
    Consolidation,
    Organisation,
    Indicators,
    #[default]
    None,
}

impl Chrome {
    /// A name for one showing of a form, put into its address (`?lan={{ t.once() }}`): sent twice, it counts once.
    #[expect(clippy::unused_self, reason = "templates reach it through `t`")]
    pub(crate) fn once(&self) -> String {
        tt_app::once::new_key()
    }

    /// For pages of nobody in particular: sign-in and errors.
    pub(crate) fn bare(headers: &HeaderMap) -> Self {
        Self {
            lang: cookies::language(headers),
            theme: cookies::theme(headers),
            here: "/".to_owned(),
            person: None,
            csrf: String::new(),
            section: Section::None,
            today: crate::show::today(),
        }
    }

    /// For pages of someone signed in.
    pub(crate) fn of(headers: &HeaderMap, current: &CurrentUser, here: &str) -> Self {
        let bare = Self::bare(headers);
        let lang = bare.lang;
        let user = &current.user;
        Self {
            here: here.to_owned(),
            csrf: current.csrf_token.clone(),
            person: Some(Person {
                name: user.full_name.clone(),
                initials: initials(&user.full_name),
                role: role_name(current.standing.posts.first().map_or(user.role, |post| post.role), lang).to_owned(),
                agency: current.agency.name.clone(),
                may_import: current.may(Action::ImportReport),
                may_settings: current.may(Action::ManageSettings),
                unread: 0,
                may_manage: current.may(Action::ManageOrganisation),
                consolidates: false,
            }),
            ..bare
        }
    }

    /// The same, with so many unread notices.
    #[must_use]
    pub(crate) fn with_unread(mut self, unread: u32) -> Self {
        if let Some(person) = &mut self.person {
            person.unread = unread;
        }
        self
    }

    /// The same for someone who brings together, or does not, what agencies below report.
    #[must_use]
    pub(crate) fn with_consolidation(mut self, consolidates: bool) -> Self {
        if let Some(person) = &mut self.person {
            person.consolidates = consolidates;
        }
        self
    }

    /// The count beside the bell; empty when everything is read.
    pub(crate) fn unread(&self) -> String {
        match self.person.as_ref().map_or(0, |person| person.unread) {
            0 => String::new(),
            count if count >= tt_app::notices::BELL_LIMIT => "99+".to_owned(),
            count => count.to_string(),
        }
    }

    /// The same, on a page of this part of the site.
    #[must_use]
    pub(crate) fn at(mut self, section: Section) -> Self {
        self.section = section;
        self
    }

    /// A drawing.
    #[expect(clippy::unused_self, reason = "templates reach these through the one name `t`")]
    pub(crate) fn icon(&self, name: &str) -> icons::Icon {
        icons::icon(name)
    }

    #[expect(clippy::unused_self, reason = "templates reach these through the one name `t`")]
    pub(crate) fn icon_large(&self, name: &str) -> icons::Icon {
        icons::large(name)
    }

    #[expect(clippy::unused_self, reason = "templates reach these through the one name `t`")]
    pub(crate) fn asset(&self, name: &str) -> String {
        assets::address(name)
    }

    /// The words in the language of the page.
    pub(crate) fn say<'a>(&self, vi: &'a str, en: &'a str) -> &'a str {
        match self.lang {
            Language::Vietnamese => vi,
            Language::English => en,
        }
    }

    pub(crate) fn lang_code(&self) -> &'static str {
        match self.lang {
            Language::Vietnamese => "vi",
            Language::English => "en",
        }
    }

    pub(crate) fn other_lang(&self) -> &'static str {
        self.say("en", "vi")
    }

    pub(crate) fn theme(&self) -> &'static str {
        self.theme.code()
    }

    pub(crate) fn next_theme(&self) -> &'static str {
        self.theme.next().code()
    }

    /// What the theme button does next.
    pub(crate) fn next_theme_words(&self) -> &'static str {
        match self.theme.next() {
            Theme::Dark => self.say("Nền tối", "Dark"),
            Theme::Light => self.say("Nền sáng", "Light"),
            Theme::System => self.say("Nền theo máy", "As the system"),
        }
    }

    pub(crate) fn is(&self, section: &str) -> bool {
        section
            == match self.section {
                Section::Home => "home",
                Section::Overview => "overview",
                Section::Tasks => "tasks",
                Section::Work => "work",
                Section::Documents => "documents",
                Section::Reports => "reports",
                Section::Check => "check",
                Section::Import => "import",
                Section::Account => "account",
                Section::Notices => "notices",
                Section::Post => "post",
                Section::Briefings => "briefings",
                Section::Warnings => "warnings",
                Section::Grading => "grading",
                Section::Registers => "registers",
                Section::Regimes => "regimes",
                Section::Consolidation => "consolidation",
                Section::Organisation => "organisation",
                Section::Indicators => "indicators",
                Section::None => "",
            }
    }

    pub(crate) fn may_manage(&self) -> bool {
        self.person.as_ref().is_some_and(|person| person.may_manage)
    }

    pub(crate) fn consolidates(&self) -> bool {
        self.person.as_ref().is_some_and(|person| person.consolidates)
    }

    pub(crate) fn may_import(&self) -> bool {
        self.person.as_ref().is_some_and(|person| person.may_import)
    }
}

/// First letters of the last two words of a name, as Vietnamese names are shortened: `Nguyễn Thị Hoa` → `TH`;
/// a remark in brackets is no part of it.
fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split('(').next().unwrap_or_default().split_whitespace().collect();
    let from = words.len().saturating_sub(2);
    words.iter().skip(from).filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect()
}

/// A role in words.
pub(crate) fn role_name(role: Role, lang: Language) -> &'static str {
    let (vi, en) = match role {
        Role::Officer => ("Chuyên viên", "Officer"),
        Role::DivisionHead => ("Trưởng phòng", "Head of division"),
        Role::Leader => ("Lãnh đạo cơ quan", "Agency leader"),
        Role::PlanningOfficer => ("Chuyên viên tổng hợp", "Planning officer"),
        Role::Clerk => ("Văn thư", "Records clerk"),
        Role::Supervisor => ("Cơ quan theo dõi", "Supervising agency"),
        Role::Administrator => ("Quản trị hệ thống", "Administrator"),
    };
    match lang {
        Language::Vietnamese => vi,
        Language::English => en,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shortened_to_their_last_two_words() {
        assert_eq!(initials("Nguyễn Thị Hoa"), "TH");
        assert_eq!(initials("Chuyên viên kế hoạch (thử)"), "KH");
        assert_eq!(initials("đào"), "Đ");
        assert_eq!(initials(""), "");
    }
}
