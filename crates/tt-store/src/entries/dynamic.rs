//! Statements whose conditions are only known when they are asked: text put together here alone, values always bound.

use sqlx::AssertSqlSafe;

use crate::{StoreError, Tx};

/// A value to bind.
#[derive(Clone, Debug)]
pub(crate) enum Param {
    /// Text.
    Text(String),
    /// A whole number.
    Whole(i64),
}

/// A statement being put together. Only fixed text is pushed; what comes from outside is bound.
#[derive(Clone, Debug, Default)]
pub(crate) struct Statement {
    sql: String,
    params: Vec<Param>,
}

impl Statement {
    /// A statement that begins so.
    pub(crate) fn new(sql: &'static str) -> Self {
        Self { sql: sql.to_owned(), params: Vec::new() }
    }

    /// Fixed text.
    pub(crate) fn push(&mut self, sql: &'static str) -> &mut Self {
        self.sql.push_str(sql);
        self
    }

    /// A bound text.
    pub(crate) fn text(&mut self, value: impl Into<String>) -> &mut Self {
        self.bind(Param::Text(value.into()))
    }

    /// A bound whole number.
    pub(crate) fn whole(&mut self, value: i64) -> &mut Self {
        self.bind(Param::Whole(value))
    }

    /// Bound values apart by commas; of an empty list nothing is a part.
    pub(crate) fn list(&mut self, values: impl IntoIterator<Item = Param>) -> &mut Self {
        let mut first = true;
        for value in values {
            if !first {
                self.push(", ");
            }
            first = false;
            self.bind(value);
        }
        if first {
            self.push("null");
        }
        self
    }

    fn bind(&mut self, value: Param) -> &mut Self {
        self.params.push(value);
        let number = self.params.len().to_string();
        self.sql.push('$');
        self.sql.push_str(&number);
        self
    }

    /// All rows.
    pub(crate) async fn all<R>(self, tx: &mut Tx) -> Result<Vec<R>, StoreError>
    where
        R: Send
            + Unpin
            + for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow>
            + for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow>,
    {
        let Self { sql, params } = self;
        Ok(on_engine!(tx, conn => {
            let mut query = sqlx::query_as::<_, R>(AssertSqlSafe(sql));
            for param in params {
                query = match param {
                    Param::Text(text) => query.bind(text),
                    Param::Whole(number) => query.bind(number),
                };
            }
            query.fetch_all(conn).await
        })?)
    }
}
