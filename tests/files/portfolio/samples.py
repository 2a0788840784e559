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
