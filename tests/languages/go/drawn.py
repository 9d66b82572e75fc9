"""A small repository with everything that resolution has to tell apart; what Go says of it is in fixture.json.gz."""

FILES = {
    "go.work": "go 1.22\n\nuse (\n\t./shop\n\t./money\n)\n",
    "shop/go.mod": """module example.com/shop

go 1.22

require example.com/tax v1.0.0

replace example.com/tax => ../third_party/tax
""",
    "shop/shop.go": """// Package shop sells.
package shop

import (
	"context"
	str "strings"

	. "example.com/shop/internal/db" // everything
	_ "example.com/tax/rates"
	"example.com/shop/money/v2" /* the module beside */
	`github.com/not/here/pkg`
	"example.com/shop/missing"
)

var x = `
import "not/this"
`
""",
    "shop/shop_windows.go": 'package shop\n\nimport "golang.org/x/sys/windows"\n',
    "shop/gen.go": '//go:build ignore\n\npackage main\n\nimport "example.com/shop"\n',
    "shop/internal/db/db.go": """package db

/*
#include <stdlib.h>
*/
import "C"
import "unsafe"; import ("net/http"; "fmt")
""",
    "shop/internal/db/db_test.go": 'package db\n\nimport "testing"\nimport "example.com/shop/internal/db/fakes"\n',
    "shop/internal/db/x_test.go": 'package db_test\n\nimport (\n\t"testing"\n\t"example.com/shop/internal/db"\n)\n',
    "shop/internal/db/fakes/fakes.go": "package fakes\n",
    "shop/internal/only/only_test.go": 'package only\n\nimport "testing"\n',
    "shop/cmd/shop/main.go": 'package main\n\nimport "example.com/shop"\nimport "example.com/shop/internal/only"\n',
    "shop/cmd/shop/flags.go": 'package main\n\nimport "flag"\n',
    "shop/testdata/odd.go": 'package odd\n\nimport "example.com/shop/internal/db"\n',
    "shop/_old/old.go": 'package old\n\nimport "fmt"\n',
    "shop/inner/go.mod": "module example.com/shop/inner\n\ngo 1.22\n",
    "shop/inner/inner.go": 'package inner\n\nimport "example.com/shop/internal/db"\nimport "os"\n',
    "money/go.mod": "module example.com/shop/money/v2\n\ngo 1.22\n",
    "money/money.go": 'package money\n\nimport "math/big"\nimport "example.com/shop"\nimport "no/such/std"\n',
    "third_party/tax/go.mod": "module example.com/tax\n\ngo 1.22\n",
    "third_party/tax/rates/rates.go": 'package rates\n\nimport "embed"\n',
}
