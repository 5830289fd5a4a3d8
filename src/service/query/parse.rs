//! The grammar: `SELECT … FROM … [WHERE …] [ORDER BY …] [LIMIT …] [OFFSET …]`.
//!
//! SQL's parser only keeps the place in the tokens: SOQL's own grammar is small, and whatever it
//! does not say is refused with its place, rather than parsed as SQL and then ignored.

use sqlparser::keywords::Keyword;
use sqlparser::parser::Parser;
use sqlparser::tokenizer::{Token, TokenWithSpan, Word};

use super::super::errors::Refusal;
use super::literal::Literal;
use super::token::{Soql, tokens, unexpected};
use super::tree::Tree;

/// Parentheses and `NOT` may be inside of each other this often.
const DEEPEST: u32 = 50;
/// The largest `OFFSET` that an org takes.
const FARTHEST: usize = 2000;

/// A query as it is written.
#[derive(Debug)]
pub(super) struct Select {
    /// Nothing for `COUNT()`.
    pub(super) names: Option<Vec<Name>>,
    pub(super) object: String,
    pub(super) condition: Option<Tree<Comparison>>,
    pub(super) order: Vec<Order<Name>>,
    pub(super) limit: Option<usize>,
    pub(super) offset: usize,
}

/// A field's name; all but the last of its parts are relationships.
pub(super) type Name = Vec<String>;

#[derive(Debug)]
pub(super) struct Comparison {
    pub(super) name: Name,
    pub(super) operator: Operator,
    /// One, except after `IN`.
    pub(super) literals: Vec<Literal>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    NotIn,
    Like,
}

impl Operator {
    /// As it is written.
    pub(super) fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::In => "IN",
            Self::NotIn => "NOT IN",
            Self::Like => "LIKE",
        }
    }
}

#[derive(Debug)]
pub(super) struct Order<T> {
    pub(super) by: T,
    pub(super) descending: bool,
    pub(super) nulls_last: bool,
}

struct Reader {
    parser: Parser<'static>,
    depth: u32,
}

pub(super) fn parse(text: &str) -> Result<Select, Refusal> {
    let parser = Parser::new(&Soql).with_tokens_with_locations(tokens(text)?);
    let mut reader = Reader { parser, depth: 0 };
    reader.expect(Keyword::SELECT)?;
    let names = reader.names()?;
    reader.expect(Keyword::FROM)?;
    let object = reader.word()?;
    let condition = reader.is(Keyword::WHERE).then(|| reader.condition()).transpose()?;
    let mut order = Vec::new();
    if reader.is(Keyword::ORDER) {
        reader.expect(Keyword::BY)?;
        order = reader.list(Reader::order)?;
    }
    let limit = reader.is(Keyword::LIMIT).then(|| reader.number()).transpose()?;
    let offset = reader.is(Keyword::OFFSET).then(|| reader.number()).transpose()?.unwrap_or(0);
    reader.expect_token(&Token::EOF)?;
    if offset > FARTHEST {
        return Err(Refusal::offset(FARTHEST));
    }
    Ok(Select { names, object, condition, order, limit, offset })
}

impl Reader {
    fn is(&mut self, keyword: Keyword) -> bool {
        self.parser.parse_keyword(keyword)
    }

    fn takes(&mut self, token: &Token) -> bool {
        self.parser.consume_token(token)
    }

    fn unexpected(&self) -> Refusal {
        unexpected(self.parser.peek_token_ref())
    }

    fn expect(&mut self, keyword: Keyword) -> Result<(), Refusal> {
        if self.is(keyword) { Ok(()) } else { Err(self.unexpected()) }
    }

    fn expect_token(&mut self, token: &Token) -> Result<(), Refusal> {
        if self.takes(token) { Ok(()) } else { Err(self.unexpected()) }
    }

    fn list<T>(&mut self, item: fn(&mut Self) -> Result<T, Refusal>) -> Result<Vec<T>, Refusal> {
        let mut items = vec![item(self)?];
        while self.takes(&Token::Comma) {
            items.push(item(self)?);
        }
        Ok(items)
    }

    fn word(&mut self) -> Result<String, Refusal> {
        let token = self.parser.next_token();
        match token.token {
            Token::Word(Word { value, .. }) => Ok(value),
            _ => Err(unexpected(&token)),
        }
    }

    fn name(&mut self) -> Result<Name, Refusal> {
        let mut name = vec![self.word()?];
        while self.takes(&Token::Period) {
            name.push(self.word()?);
        }
        Ok(name)
    }

    fn names(&mut self) -> Result<Option<Vec<Name>>, Refusal> {
        let counts = self.parser.peek_keyword(Keyword::COUNT);
        if counts && self.parser.peek_nth_token_ref(1).token == Token::LParen {
            self.parser.next_token();
            self.expect_token(&Token::LParen)?;
            self.expect_token(&Token::RParen)?;
            return Ok(None);
        }
        self.list(Self::name).map(Some)
    }

    fn number(&mut self) -> Result<usize, Refusal> {
        let token = self.parser.next_token();
        let number = match &token.token {
            Token::Number(number, _) => number.parse().ok(),
            _ => None,
        };
        number.ok_or_else(|| unexpected(&token))
    }

    fn order(&mut self) -> Result<Order<Name>, Refusal> {
        let by = self.name()?;
        let descending = !self.is(Keyword::ASC) && self.is(Keyword::DESC);
        let mut nulls_last = false;
        if self.is(Keyword::NULLS) {
            nulls_last = !self.is(Keyword::FIRST);
            if nulls_last {
                self.expect(Keyword::LAST)?;
            }
        }
        Ok(Order { by, descending, nulls_last })
    }

    /// `AND` and `OR` beside each other need parentheses, as in an org: the other one is then
    /// what is not expected.
    fn condition(&mut self) -> Result<Tree<Comparison>, Refusal> {
        let first = self.operand()?;
        for (keyword, tree) in [(Keyword::AND, Tree::All as fn(_) -> _), (Keyword::OR, Tree::Any)] {
            if self.parser.peek_keyword(keyword) {
                let mut operands = vec![first];
                while self.is(keyword) {
                    operands.push(self.operand()?);
                }
                return Ok(tree(operands));
            }
        }
        Ok(first)
    }

    fn operand(&mut self) -> Result<Tree<Comparison>, Refusal> {
        if self.is(Keyword::NOT) {
            return Ok(Tree::Not(Box::new(self.deeper(Self::operand)?)));
        }
        if self.takes(&Token::LParen) {
            let inside = self.deeper(Self::condition)?;
            self.expect_token(&Token::RParen)?;
            return Ok(inside);
        }
        self.comparison().map(Tree::Leaf)
    }

    fn deeper<T>(&mut self, inside: fn(&mut Self) -> Result<T, Refusal>) -> Result<T, Refusal> {
        if self.depth == DEEPEST {
            let message = format!("conditions are inside of each other more than {DEEPEST} times");
            return Err(Refusal::query(message));
        }
        self.depth += 1;
        let found = inside(self)?;
        self.depth -= 1;
        Ok(found)
    }

    fn comparison(&mut self) -> Result<Comparison, Refusal> {
        let name = self.name()?;
        let token = self.parser.next_token();
        let operator = match &token.token {
            Token::Eq => Operator::Equal,
            Token::Neq => Operator::NotEqual,
            Token::Lt => Operator::Less,
            Token::LtEq => Operator::LessOrEqual,
            Token::Gt => Operator::Greater,
            Token::GtEq => Operator::GreaterOrEqual,
            Token::Word(word) => match word.keyword {
                Keyword::LIKE => Operator::Like,
                Keyword::IN => Operator::In,
                Keyword::NOT if self.is(Keyword::IN) => Operator::NotIn,
                _ => return Err(unexpected(&token)),
            },
            _ => return Err(unexpected(&token)),
        };
        let literals = match operator {
            Operator::In | Operator::NotIn => {
                self.expect_token(&Token::LParen)?;
                let literals = self.list(Self::literal)?;
                self.expect_token(&Token::RParen)?;
                literals
            }
            _ => vec![self.literal()?],
        };
        Ok(Comparison { name, operator, literals })
    }

    fn literal(&mut self) -> Result<Literal, Refusal> {
        let token: TokenWithSpan = self.parser.next_token();
        let found = match &token.token {
            Token::SingleQuotedString(raw) => Literal::text(raw),
            Token::Number(text, _) => Literal::number(text),
            Token::Word(Word { value, .. }) => {
                let days = self.takes(&Token::Colon).then(|| self.number()).transpose()?;
                Literal::word(value, days)
            }
            _ => None,
        };
        found.ok_or_else(|| unexpected(&token))
    }
}
