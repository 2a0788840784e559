"""The smallest portfolio as CSV tables: one program, one line of two years."""

from __future__ import annotations

TABLES = {
    "portfolio": "key,value\ntitle,試験\nrequest_year,R8\n",
    "programs": "id,parent,sheet,name,name_en,agency,division,channel,first_year,last_year,status,estimate,relists\n"
    "p,,1,事業,program,,,,,,新規,1,\n",
    "lines": "id,program,label,label_en,unit,duration,retention,rate_rule,rounding\n"
    "p/l,p,積算,line,人,2,1 1/2,intake,half\n",
    "steps": "line,field,year,value,low,high,basis,sheet,quote,rule,rule_en\n"
    "p/l,rate,2024,△1000,,,published,1,千円,,\n"
    "p/l,quantity,2024,10,,,assumed,1,,仮定,assumed\n"
    "p/l,times,R8,3/12,,,published,1,,,\n",
}

_LINES = "id,program,label,label_en,unit,duration,retention,rate_rule,rounding,demand,expense,growth,opening,of\n"
RICH = {
    **TABLES,
    "portfolio": "key,value\ntitle,試験\nministry,府省\nrequest_year,R8\nlast_year,2028\n",
    "sheets": "sheet,title\n1,資料\n2,別の資料\n",
    "programs": TABLES["programs"]
    .replace("relists\n", "relists,organisation,request_number,ebpm,ebpm_address\n")
    .strip()
    + ",,,,\np/q,p,1,部分,part,機関,課,,2024,,,,,文部科学本省,①,モデル,https://example.go.jp/\n"
    "r,,2,別の事業,other,,,,,,継続,,p,,②,,\n",
    "published": "kind,id,year,printed,sheet,quote\nprogram,p,2026,1億円,1,一億\nmember,v p,R7,−,1,なし\n",
    "lines": _LINES.replace("of\n", "of,subitem\n") + "p/l,p,積算,line,人,2,1 1/2,intake,half,,,wage,,,諸謝金\n"
    "p/q/m,p/q,積算,line,件,1,,,down-1000,wish,discretionary,,,,\n"
    "p/n,p,特別手当,allowance,人,1,,,,,,,,p/l,\nr/c,r,採用,intake,人,3,,intake,,,,,21,,\n",
    "steps": TABLES["steps"] + "p/q/m,rate,2025,3百万円,2百万円,400万円,fitted,1,,,\n"
    "p/q/m,quantity,2025,3,,,published,1,,,\nr/c,quantity,2026,10,,,assumed,1,,,\nr/c,rate,2024,5千円,,,derived,1,,規則,\n"
    "p/n,rate,2024,36万円,,,published,1,,,\np/n,quantity,2026,3,,,published,1,,,\n",
    "views": "id,name,name_en\nv,区分,view\nw,別の区分,other\n",
    "members": "view,program,heading,heading_en,relisted\nv,p,見出し,,\nv,r,,,1\nw,r,,,\n",
    "notes": "kind,id,year,note,note_en,sheet,quote\nprogram,p,,上限,limit,1,上限 1億円｜期間 5年\n"
    "view,v,2026,注,,2,\n",
    "counts": "lines,year,count,sheet,quote\np/l,R8,15,1,支援人数 15人\n",
    "obligations": "id,program,name,name_en,binding,total,first_year,last_year,pays,instalments,sheet,quote\n"
    "o,p,債務,obligation,treasury,10億円,2024,2027,,2024=1億円 2025=2億円,1,国庫債務\n",
}
"""One that uses every table."""
