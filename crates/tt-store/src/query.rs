//! Runs one statement on whichever engine a transaction belongs to.
//!
//! The engines' types differ, so the statement is expanded once for each; its text, its parameters and the row it is
//! read into are written once. Parameters are `$1`, `$2`… in the order given.

/// Evaluates `$body` with `$conn` bound to the open connection of the transaction, for either engine.
macro_rules! on_engine {
    ($tx:expr, $conn:ident => $body:expr) => {
        match $tx {
            $crate::Tx::Sqlite(transaction) => {
                let $conn = &mut **transaction;
                $body
            }
            $crate::Tx::Postgres(transaction) => {
                let $conn = &mut **transaction;
                $body
            }
        }
    };
}

/// The one row a statement gives; none is an error.
macro_rules! one {
    ($tx:expr, $row:ty, $sql:expr $(, $value:expr)* $(,)?) => {
        on_engine!($tx, conn => sqlx::query_as::<_, $row>($sql)$(.bind($value))*.fetch_one(conn).await)
    };
}

/// The row a statement gives, if any.
macro_rules! optional {
    ($tx:expr, $row:ty, $sql:expr $(, $value:expr)* $(,)?) => {
        on_engine!($tx, conn => sqlx::query_as::<_, $row>($sql)$(.bind($value))*.fetch_optional(conn).await)
    };
}

/// All rows a statement gives.
macro_rules! all {
    ($tx:expr, $row:ty, $sql:expr $(, $value:expr)* $(,)?) => {
        on_engine!($tx, conn => sqlx::query_as::<_, $row>($sql)$(.bind($value))*.fetch_all(conn).await)
    };
}

/// Runs a statement and gives the number of rows it touched.
macro_rules! execute {
    ($tx:expr, $sql:expr $(, $value:expr)* $(,)?) => {
        on_engine!($tx, conn => {
            sqlx::query($sql)$(.bind($value))*.execute(conn).await.map(|done| done.rows_affected())
        })
    };
}

/// The start of a statement that asks about all agencies below one, at any depth: `$1` is that one, and `below (id)` the
/// agencies. A ring in the tree is walked once.
macro_rules! below {
    () => {
        "with recursive below (id) as (select id from agencies where parent_id = $1 union \
         select agencies.id from agencies join below on agencies.parent_id = below.id where agencies.id <> $1) "
    };
}

/// Condition on reports of agencies below in year `$2` and period `$3`.
macro_rules! reports_below {
    () => {
        "(select reports.id from reports where reports.agency_id in (select id from below) and reports.year = $2 \
         and reports.period = $3)"
    };
}
