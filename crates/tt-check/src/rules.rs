//! The registry: every rule, one file each, sorted by code.

mod amount_in_words;
mod blank_number;
mod change_against_base;
mod citation_variants;
mod common_misspelling;
mod date_padding;
mod dated_after_document;
mod digit_in_word;
mod heading_numbering;
mod inconsistent_name;
mod kind_against_symbol;
mod malformed_date;
mod malformed_number;
mod national_title;
mod near_duplicate;
mod not_a_syllable;
mod number_against_date;
mod number_with_two_dates;
mod over_plan;
mod percent_of_plan;
mod plans_of_parts;
mod punctuation;
mod rating_summary;
mod ratio_and_percent;
mod repeated_phrase;
mod repeated_word;
mod reversed_period;
mod share_of_whole;
mod striving;
mod sum_of_parts;
mod symbol_format;
mod table_total;
mod target_not_reached;
mod unclosed_mark;
mod undated_citation;
mod ungraded_task;
mod unit_of_same_amount;
mod year_in_number;

use crate::rule::Rule;

/// Every rule, sorted by code.
pub static RULES: &[&Rule] = &[
    &target_not_reached::RULE,
    &rating_summary::RULE,
    &ungraded_task::RULE,
    &near_duplicate::RULE,
    &repeated_phrase::RULE,
    &reversed_period::RULE,
    &repeated_word::RULE,
    &striving::RULE,
    &digit_in_word::RULE,
    &unclosed_mark::RULE,
    &punctuation::RULE,
    &common_misspelling::RULE,
    &not_a_syllable::RULE,
    &inconsistent_name::RULE,
    &percent_of_plan::RULE,
    &plans_of_parts::RULE,
    &sum_of_parts::RULE,
    &ratio_and_percent::RULE,
    &change_against_base::RULE,
    &malformed_number::MALFORMED,
    &malformed_number::POINT,
    &amount_in_words::RULE,
    &table_total::RULE,
    &over_plan::OVER,
    &over_plan::PART,
    &share_of_whole::RULE,
    &unit_of_same_amount::RULE,
    &blank_number::NUMBER,
    &blank_number::DATE,
    &malformed_date::RULE,
    &heading_numbering::RULE,
    &national_title::RULE,
    &date_padding::RULE,
    &number_against_date::RULE,
    &citation_variants::RULE,
    &number_with_two_dates::RULE,
    &undated_citation::RULE,
    &kind_against_symbol::RULE,
    &year_in_number::RULE,
    &symbol_format::RULE,
    &dated_after_document::RULE,
];
